package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.protocol.Content;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.SettingsPatch;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a room shows its history since joining only, what was said before does not exist for a member. */
class HistorySinceJoiningTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));
    private Peer alice;
    private Peer bob;

    /** Three messages of alice, then bob joins, then a fourth. */
    @BeforeEach
    void open() {
        chat.done(chat.server
                .rooms()
                .create(NewRoom.group("r").owner("alice").settings(SettingsPatch.NONE.withHistory(History.JOINED))));
        alice = chat.signIn("alice");
        for (int i = 1; i <= 3; i++) alice.sendText("r", "c" + i, "secret " + i);
        bob = chat.signIn("bob");
        chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER));
        bob.takeAll();
        alice.sendText("r", "c4", "hello bob");
        alice.takeAll();
        bob.takeAll();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static String in(String rest) {
        return "\"room\":\"r\"" + rest;
    }

    private String range(Peer peer, String anchor) {
        JsonObject page = peer.ok("history", in(anchor));
        assertThat(page.toString()).doesNotContain(peer == bob ? "secret" : "nothing");
        return page.get("range") + " " + page.get("more");
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.get("type").getAsString()).toList();
    }

    private void edit(long seq) {
        chat.done(chat.server.rooms().edit("r", seq, Content.text("secret edit"), List.of()));
    }

    @Test
    void historyEndsWhereMembershipBegan() {
        assertThat(range(bob, "")).isEqualTo("[4,4] false");
        assertThat(range(bob, ",\"before\":4")).isEqualTo("[0,0] false");
        assertThat(range(bob, ",\"before\":3")).isEqualTo("[0,0] false");
        assertThat(range(bob, ",\"after\":0,\"limit\":1")).isEqualTo("[4,4] false");
        assertThat(range(bob, ",\"around\":2")).isEqualTo("[4,4] false");
        assertThat(range(alice, "")).isEqualTo("[1,4] false");
    }

    @Test
    void pageThatBeginsWhereMembershipDidDoesNotSayThatThereWasMore() {
        alice.sendText("r", "c5", "and more");

        assertThat(range(bob, ",\"limit\":2")).isEqualTo("[4,5] false");
        assertThat(range(bob, ",\"before\":5,\"limit\":1")).isEqualTo("[4,4] false");
        assertThat(range(bob, ",\"around\":4,\"limit\":1")).isEqualTo("[4,4] false");
        assertThat(range(bob, ",\"limit\":1")).isEqualTo("[5,5] true");
        assertThat(range(bob, ",\"after\":0,\"limit\":1")).isEqualTo("[4,4] true");
        assertThat(range(bob, ",\"after\":3,\"limit\":2")).isEqualTo("[4,5] false");
    }

    @Test
    void eventsOfThePastComeHiddenToThoseWhoMayNotSeeThem() {
        edit(2);
        edit(4);
        chat.done(chat.server.rooms().recall("r", 1));

        List<JsonObject> seen = bob.takeEvents();
        assertThat(types(seen)).containsExactly("hidden", "edited", "hidden");
        assertThat(seen.get(0).get("by").getAsString()).isEqualTo("~system");
        assertThat(seen.get(0).keySet()).containsExactly("ev", "room", "epoch", "rev", "type", "at", "by");
        List<JsonObject> all = alice.takeEvents();
        assertThat(types(all)).containsExactly("edited", "edited", "recalled");
        assertThat(Peer.revs(seen)).isEqualTo(Peer.revs(all));
    }

    @Test
    void replayedEventsAreHiddenTheSameWay() {
        edit(2);
        edit(4);
        bob.takeAll();
        String epoch =
                bob.ok("room.get", in("")).getAsJsonObject("room").get("epoch").getAsString();

        JsonObject page = bob.ok("sync", in(",\"epoch\":\"" + epoch + "\",\"rev\":0"));
        Peer tablet = chat.connect();
        tablet.ok("hello", "\"v\":1,\"token\":\"guest:bob\",\"rooms\":{\"r\":{\"epoch\":\"" + epoch + "\",\"rev\":0}}");
        List<JsonObject> replayed = tablet.takeEvents();

        assertThat(page.toString()).doesNotContain("secret 1").doesNotContain("secret 2");
        assertThat(types(replayed))
                .containsExactly("joined", "hidden", "hidden", "hidden", "joined", "message", "hidden", "edited");
        assertThat(replayed.toString()).doesNotContain("secret 1");
    }

    @Test
    void readersOfOnePageSeeEachWhatItMay() {
        chat.done(chat.server.rooms().invite("r", "carol", Role.MEMBER));
        edit(1);
        edit(4);
        String epoch =
                bob.ok("room.get", in("")).getAsJsonObject("room").get("epoch").getAsString();
        storage.reads().hold(TroubledReads.Kind.EVENTS); // so that one read is shared by all
        Peer[] peers = {chat.connect(), chat.connect(), chat.connect()};
        String[] users = {"alice", "bob", "carol"};
        for (int i = 0; i < 3; i++) {
            peers[i].post(
                    "hello",
                    "\"v\":1,\"token\":\"guest:" + users[i] + "\",\"rooms\":{\"r\":{\"epoch\":\"" + epoch
                            + "\",\"rev\":0}}");
        }
        chat.env.runAll();
        storage.reads().release();

        assertThat(types(peers[0].takeEvents()))
                .containsExactly(
                        "joined", "message", "message", "message", "joined", "message", "joined", "edited", "edited");
        assertThat(types(peers[1].takeEvents()))
                .containsExactly(
                        "joined", "hidden", "hidden", "hidden", "joined", "message", "joined", "hidden", "edited");
        assertThat(types(peers[2].takeEvents()))
                .containsExactly(
                        "joined", "hidden", "hidden", "hidden", "joined", "hidden", "joined", "hidden", "hidden");
    }

    @Test
    void messagesOfThePastCannotBeChangedOrAnswered() {
        chat.done(chat.server.rooms().role("r", "bob", Role.ADMIN));

        assertThat(bob.refused("recall", in(",\"seq\":2"))).isEqualTo("NOT_FOUND");
        assertThat(bob.refused("edit", in(",\"seq\":2,\"content\":{\"type\":\"text\",\"text\":\"x\"}")))
                .isEqualTo("NOT_FOUND");
        assertThat(bob.refused("send", Peer.sendArguments("r", "c9", "x") + ",\"replyTo\":3"))
                .isEqualTo("NOT_FOUND");
        bob.ok("send", Peer.sendArguments("r", "c9", "x") + ",\"replyTo\":4");
        bob.ok("recall", in(",\"seq\":4"));
    }

    @Test
    void roomListShowsNoMessageOfThePast() {
        chat.done(chat.server.rooms().invite("r", "carol", Role.MEMBER));
        Peer carol = chat.signIn("carol");

        assertThat(carol.ok("room.list", "").toString()).doesNotContain("hello bob");
        assertThat(bob.ok("room.list", "").toString()).contains("hello bob");
    }

    @Test
    void whoComesBackBeginsAnew() {
        bob.ok("leave", in(""));
        chat.done(chat.server.rooms().send("r", Draft.text("secret 5")));
        chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER));
        bob.takeAll();

        edit(4);

        assertThat(types(bob.takeEvents())).containsExactly("hidden");
        assertThat(range(bob, "")).isEqualTo("[0,0] false");
    }

    @Test
    void openedHistoryIsSeenByAllFromThenOn() {
        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withHistory(History.ALL)));
        bob.takeAll();

        edit(2);

        assertThat(types(bob.takeEvents())).containsExactly("edited");
        assertThat(bob.ok("history", in("")).get("range").toString()).isEqualTo("[1,4]");
    }

    @Test
    void slowFollowerIsGivenItsPageVeiled() {
        bob.connection.stall();
        for (int i = 0; i < 300; i++) alice.sendText("r", "f" + i, "x".repeat(8_000));
        edit(2);
        bob.connection.resume();

        List<JsonObject> events = bob.takeEvents();
        assertThat(types(events).get(events.size() - 1)).isEqualTo("hidden");
        assertThat(events).hasSize(301);
        assertThat(events.toString()).doesNotContain("secret");
    }

    private void show(History history) {
        chat.server.rooms().configure("r", SettingsPatch.NONE.withHistory(history));
    }

    /** Posts something, and what {@code changes} do while that is stored, which becomes one batch. */
    private void inOneBatch(Runnable changes) {
        storage.holdAppends();
        chat.server.rooms().send("r", Draft.text("before"));
        chat.env.runAll();
        changes.run();
        chat.env.runAll();
        storage.batches.clear();
        storage.releaseAppends();
        chat.env.runAll();
        assertThat(storage.batches).hasSize(1);
    }

    private CompletionStage<?> rewrite(long seq) {
        return chat.server.rooms().edit("r", seq, Content.text("secret edit"), List.of());
    }

    @Test
    void changeBeforeTheHistoryIsOpenedInOneBatchIsHidden() {
        inOneBatch(() -> {
            rewrite(2);
            show(History.ALL);
        });

        assertThat(types(bob.takeEvents())).containsExactly("message", "hidden", "room");
        assertThat(types(alice.takeEvents())).containsExactly("message", "edited", "room");
    }

    @Test
    void changeBeforeTheHistoryIsClosedInOneBatchIsSeen() {
        show(History.ALL);
        bob.takeAll();

        inOneBatch(() -> {
            rewrite(2);
            show(History.JOINED);
            rewrite(3);
        });

        assertThat(types(bob.takeEvents())).containsExactly("message", "edited", "room", "hidden");
    }

    @Test
    void changeWhileTheHistoryIsOpenWithinOneBatchIsSeen() {
        inOneBatch(() -> {
            rewrite(1);
            show(History.ALL);
            rewrite(2);
            show(History.JOINED);
            rewrite(3);
        });

        assertThat(types(bob.takeEvents())).containsExactly("message", "hidden", "room", "edited", "room", "hidden");
    }
}
