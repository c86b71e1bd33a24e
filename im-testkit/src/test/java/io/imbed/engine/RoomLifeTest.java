package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.Subscription;
import io.imbed.hook.BeforeUpdateRoom;
import io.imbed.hook.RoomUpdated;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Event;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms get other titles, end, and may begin again as something else. */
class RoomLifeTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final List<Object> heard = new ArrayList<>();
    private Verdict.Decision answer = Verdict.allow();
    private final Chat chat = Chat.open(
            storage,
            builder -> builder.limits(Chat.unhurried())
                    .on(BeforeUpdateRoom.class, attempt -> {
                        heard.add(attempt.title() + "?");
                        return answer;
                    })
                    .on(RoomUpdated.class, room -> heard.add(room.title() + "!")));
    private Peer alice;
    private Peer bob;

    /** A channel {@code r} owned by alice, with bob. */
    @BeforeEach
    void open() {
        make();
        alice = chat.signIn("alice");
        bob = chat.signIn("bob");
    }

    private void make() {
        chat.done(chat.server
                .rooms()
                .create(NewRoom.channel("r").title("News").owner("alice").members("bob")));
    }

    @AfterEach
    void close() {
        storage.reads().release();
        chat.close();
    }

    private static String room(String rest) {
        return "\"room\":\"r\"" + rest;
    }

    private String epoch() {
        return storage.room("r").epoch();
    }

    @Test
    void titleIsChangedForAllWhoSeeTheRoom() {
        alice.ok("room.update", room(",\"title\":\"Old news\""));
        alice.ok("room.update", room(",\"title\":\"Old news\""));

        List<JsonObject> events = bob.takeEvents();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).get("type").getAsString()).isEqualTo("room");
        assertThat(events.get(0).get("title").getAsString()).isEqualTo("Old news");
        assertThat(bob.ok("room.get", room(""))
                        .getAsJsonObject("room")
                        .get("title")
                        .getAsString())
                .isEqualTo("Old news");
        assertThat(heard).containsExactly("Old news?", "Old news!");
        assertThat(bob.refused("room.update", room(",\"title\":\"Mine\""))).isEqualTo("FORBIDDEN");
        chat.done(chat.server.rooms().update("r", null));
        assertThat(bob.takeEvents().get(0).has("title")).isFalse();
    }

    @Test
    void rejectedTitleIsNotGiven() {
        answer = Verdict.reject("no");

        assertThat(alice.refused("room.update", room(",\"title\":\"x\""))).isEqualTo("REJECTED");

        assertThat(storage.room("r").row().title()).isEqualTo("News");
        assertThat(bob.takeEvents()).isEmpty();
    }

    @Test
    void deletedRoomIsGoneForAllItsMembersBehindWhatItHadToSay() {
        alice.sendText("r", "c1", "last words");
        bob.takeAll();
        chat.server.rooms().send("r", Draft.text("very last words"));

        alice.ok("room.delete", room(""));

        List<JsonObject> told = bob.takeAll();
        assertThat(told).extracting(frame -> frame.get("ev").getAsString()).containsExactly("event", "gone");
        assertThat(alice.take("gone")).hasSize(1);
        assertThat(chat.done(chat.server.rooms().find("r"))).isEmpty();
        for (String op : List.of("room.get", "history", "members", "join", "leave", "bans", "room.delete")) {
            assertThat(alice.refused(op, room(""))).as(op).isEqualTo("NOT_FOUND");
        }
        assertThat(bob.ok("room.list", "").getAsJsonArray("rooms")).isEmpty();
    }

    @Test
    void ownersAloneAndTheHostDeleteRooms() {
        chat.done(chat.server.rooms().role("r", "bob", Role.ADMIN));
        assertThat(bob.refused("room.delete", room(""))).isEqualTo("FORBIDDEN");
        String direct = alice.ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\"")
                .getAsJsonObject("room")
                .get("id")
                .getAsString();
        assertThat(alice.refused("room.delete", "\"room\":\"" + direct + "\"")).isEqualTo("FORBIDDEN");
        bob.takeAll();

        chat.done(chat.server.rooms().delete(direct));

        assertThat(bob.take("gone")).hasSize(1);
        assertThatThrownBy(() -> chat.done(chat.server.rooms().delete(direct)))
                .hasCauseInstanceOf(RefusedException.class);
    }

    @Test
    void whatIsBehindTheDeletionIsRefusedAndNothingOfItIsStored() {
        storage.holdAppends();
        bob.postText("r", "c0", "first, so that the others gather");
        chat.env.runAll();
        int delete = alice.post("room.delete", room(""));
        int late = bob.postText("r", "c1", "too late");
        int mark = bob.post("mark", room(",\"read\":1"));
        chat.env.runAll();

        storage.releaseAppends();
        chat.env.runAll();

        assertThat(alice.reply(delete).has("error")).isFalse();
        assertThat(Peer.code(bob.reply(late))).isEqualTo("NOT_FOUND");
        assertThat(Peer.code(bob.reply(mark))).isEqualTo("NOT_FOUND");
        make();
        assertThat(storage.room("r").seq()).isZero();
    }

    @Test
    void idBeginsAnotherLifeThatKnowsNothingOfTheOld() {
        alice.sendText("r", "c1", "old");
        chat.done(chat.server.rooms().ban("r", "eve", null, null));
        String old = epoch();
        alice.ok("room.delete", room(""));
        alice.takeAll();
        bob.takeAll();

        make();

        assertThat(epoch()).isNotEqualTo(old);
        assertThat(bob.take("room")).hasSize(1);
        bob.takeAll();
        JsonObject sent = alice.sendText("r", "c1", "new");
        assertThat(sent.get("seq").getAsLong()).isEqualTo(1);
        assertThat(sent.has("dup")).isFalse();
        assertThat(Peer.texts(bob.takeEvents())).containsExactly("new");
        chat.signIn("eve").ok("join", room(""));
    }

    @Test
    void cursorsOfTheOldLifeAreNotGood() {
        alice.sendText("r", "c1", "old");
        String old = epoch();
        alice.ok("room.delete", room(""));
        chat.done(chat.server.rooms().create(NewRoom.channel("r").owner("alice")));
        String cursors = ",\"rooms\":{\"r\":{\"epoch\":\"" + old + "\",\"rev\":1}}";

        Peer again = chat.connect();
        again.ok("hello", "\"v\":1,\"token\":\"guest:alice\"" + cursors);
        Peer former = chat.connect();
        former.ok("hello", "\"v\":1,\"token\":\"guest:bob\"" + cursors);

        assertThat(again.take("reset").get(0).get("epoch").getAsString()).isEqualTo(epoch());
        assertThat(again.refused("sync", room(",\"epoch\":\"" + old + "\",\"rev\":1")))
                .isEqualTo("GAP");
        assertThat(former.take("gone")).hasSize(1);
        assertThat(former.takeAll()).isEmpty();
    }

    @Test
    void pageOfTheOldLifeReachesNobodyAndHoldsUpNobody() {
        String old = epoch();
        for (int i = 0; i < 600; i++) chat.server.rooms().send("r", Draft.text("old" + i));
        chat.env.runAll();
        Peer again = chat.connect();
        storage.reads().hold(TroubledReads.Kind.EVENTS);
        again.ok("hello", "\"v\":1,\"token\":\"guest:bob\",\"rooms\":{\"r\":{\"epoch\":\"" + old + "\",\"rev\":2}}");
        alice.ok("room.delete", room(""));
        make();

        storage.reads().release();
        chat.pass(Duration.ofSeconds(2));
        chat.done(chat.server.rooms().send("r", Draft.text("new")));

        assertThat(again.take("gone")).hasSize(1);
        assertThat(again.take("room")).hasSize(1);
        List<JsonObject> events = again.takeEvents();
        assertThat(Peer.texts(events)).containsExactly("new");
        assertThat(events).allMatch(event -> event.get("epoch").getAsString().equals(epoch()));
    }

    @Test
    void deletionWithoutAnAnswerIsAnsweredOnceItIsKnown() {
        boolean[] lost = {false};
        storage.outcomes(entry -> {
            if (lost[0] || entry.changes().stream().noneMatch(Change.DropRoom.class::isInstance)) return null;
            lost[0] = true;
            assertThat(storage.store(entry)).isInstanceOf(Outcome.Stored.class);
            return new Outcome.Unknown();
        });

        int delete = alice.post("room.delete", room(""));
        chat.pass(Duration.ofSeconds(2));

        assertThat(lost[0]).isTrue();
        assertThat(alice.reply(delete).has("error")).isFalse();
        assertThat(bob.take("gone")).hasSize(1);
    }

    @Test
    void roomThatAnotherNodeDeletedIsGoneOnceThisOneNotices() {
        var state = storage.room("r");
        storage.store(new Entry(
                "r",
                new Guard.At(state.epoch(), state.policy()),
                state.at(),
                "~system",
                List.of(new Change.DropRoom()),
                List.of()));

        assertThat(Peer.code(alice.sendText("r", "c1", "anybody?"))).isEqualTo("NOT_FOUND");

        assertThat(alice.take("gone")).hasSize(1);
        assertThat(bob.take("gone")).hasSize(1);
    }

    @Test
    void whoFollowsForTheHostLearnsThatTheLogHasEnded() {
        List<Event> events = new ArrayList<>();
        Subscription subscription = chat.server.rooms().follow("r", null, events::add);
        chat.done(chat.server.rooms().send("r", Draft.text("hi")));

        chat.done(chat.server.rooms().delete("r"));
        chat.env.runAll();

        assertThat(events).hasSize(1);
        assertThat(subscription.ended().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void whatIsBehindAJoinOfTheSameBatchSeesItWhoeverIsLookedUpBetween() {
        Peer carol = chat.signIn("carol");
        Peer dave = chat.signIn("dave");
        storage.holdAppends();
        bob.postText("r", "c0", "first, so that the others gather");
        chat.env.runAll();
        carol.post("join", room(""));
        chat.env.runAll();
        dave.post("leave", room(""));
        chat.env.runAll();
        int said = carol.postText("r", "c1", "hi");
        chat.env.runAll();

        storage.releaseAppends();
        chat.env.runAll();

        assertThat(carol.reply(said).has("seq")).isTrue();
    }
}
