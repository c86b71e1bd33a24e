package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.protocol.Content;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import io.imbed.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What another node wrote is delivered in order once this one notices, and reads that fail are tried again. */
class OtherNodeTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.reads().release();
        chat.close();
    }

    private void postBehindTheBack(String room, String sender, int from, int to) {
        postBehindTheBack(storage, room, sender, from, to);
    }

    private static void postBehindTheBack(TroubledStorage storage, String room, String sender, int from, int to) {
        for (int i = from; i < to; i++) {
            Content content = Content.text("other" + i);
            store(
                    storage,
                    room,
                    new Change.Post(sender, sender, "other" + i, "digest", content, null, List.of(), null));
        }
    }

    /** Stores a change with its event as another node would. */
    private static void store(TroubledStorage storage, String room, Change change) {
        RoomState state = storage.room(room);
        List<EventBody> events = change instanceof Change.Admit admit
                ? List.of(new EventBody.Joined(
                        admit.member().user(),
                        admit.member().name(),
                        admit.member().role()))
                : List.of();
        Outcome outcome = storage.store(new Entry(
                room,
                new Guard.At(state.epoch(), state.policy()),
                ManualClock.START,
                "~system",
                List.of(change),
                events));
        assertThat(outcome).isInstanceOf(Outcome.Stored.class);
    }

    private static Limits pagesOf(int catchUpEvents) {
        Limits.Pages pages = Limits.defaults().pages();
        return Chat.unhurried()
                .with(new Limits.Pages(
                        pages.items(), pages.bytes(), catchUpEvents, pages.roomsFollowed(), pages.signalMembers()));
    }

    private static void assertNoGap(List<JsonObject> events) {
        List<Long> revs = Peer.revs(events);
        for (int i = 1; i < revs.size(); i++) assertThat(revs.get(i)).isEqualTo(revs.get(i - 1) + 1);
    }

    @Test
    void eventsOfAnotherNodeComeBeforeTheNextOfThisOne() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "mine");
        postBehindTheBack("r", "bob", 0, 3);

        peers[0].sendText("r", "c2", "mine too");

        List<JsonObject> events = peers[1].takeEvents();
        assertThat(Peer.texts(events)).containsExactly("mine", "other0", "other1", "other2", "mine too");
        assertNoGap(events);
    }

    @Test
    void moreThanAPageOfAnotherNodeIsReadPageByPage() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        postBehindTheBack("r", "bob", 0, 2_500);

        peers[0].sendText("r", "c1", "mine");

        List<JsonObject> events = peers[1].takeEvents();
        assertThat(events).hasSize(2_501);
        assertThat(Peer.texts(events)).startsWith("other0").endsWith("mine");
        assertNoGap(events);
    }

    @Test
    void whatIsCommittedWhileMissingEventsAreReadComesAfterThem() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        postBehindTheBack("r", "bob", 0, 3);
        storage.reads().hold();
        peers[0].sendText("r", "c1", "mine");
        peers[0].sendText("r", "c2", "mine too");
        assertThat(peers[1].takeEvents()).isEmpty();

        storage.reads().release();

        List<JsonObject> events = peers[1].takeEvents();
        assertThat(Peer.texts(events)).containsExactly("other0", "other1", "other2", "mine", "mine too");
        assertNoGap(events);
    }

    @Test
    void missingEventsThatCannotBeReadAreTriedAgain() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        postBehindTheBack("r", "bob", 0, 3);
        storage.failEvents(3);
        peers[0].sendText("r", "c1", "mine");
        assertThat(peers[1].takeEvents()).isEmpty();

        chat.pass(Duration.ofSeconds(5));

        List<JsonObject> events = peers[1].takeEvents();
        assertThat(Peer.texts(events)).containsExactly("other0", "other1", "other2", "mine");
        assertNoGap(events);
    }

    @Test
    void catchUpGoesOnWhenReadsFailForAWhile() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[1].connection.cut();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            peers[0].sendText("r", "c" + i, "m" + i);
            sent.add("m" + i);
        }
        Peer bob = chat.connect();
        String epoch = storage.room("r").epoch();
        storage.failEvents(3);
        bob.ok("hello", "\"v\":1,\"token\":\"guest:bob\",\"rooms\":{\"r\":{\"epoch\":\"" + epoch + "\",\"rev\":2}}");
        assertThat(bob.takeEvents()).isEmpty();

        chat.pass(Duration.ofSeconds(10));

        assertThat(storage.eventsToFail()).isZero();
        List<JsonObject> events = bob.takeEvents();
        assertThat(Peer.texts(events)).isEqualTo(sent);
        assertNoGap(events);
    }

    @Test
    void userWhomAnotherNodeAdmittedIsToldOfTheRoomAndFollowsIt() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        Peer carol = chat.signIn("carol");
        store(storage, "r", new Change.Admit(MemberRow.joining("r", "carol", "carol", Role.MEMBER, ManualClock.START)));

        peers[0].sendText("r", "c1", "hi");

        JsonObject gained = carol.take("room").get(0).getAsJsonObject("room");
        List<JsonObject> events = carol.takeEvents();
        assertThat(gained.get("id").getAsString()).isEqualTo("r");
        assertThat(gained.get("rev").getAsLong() + events.size())
                .isEqualTo(storage.room("r").rev());
    }

    @Test
    void joinSeenInTheLogBeforeItsAppendIsAnsweredLosesNobody() {
        TroubledStorage slow = new TroubledStorage();
        try (Chat paged = Chat.open(slow, builder -> builder.limits(pagesOf(3)))) {
            Peer[] peers = paged.channel("r", "alice", "bob");
            Peer carol = paged.signIn("carol");
            postBehindTheBack(slow, "r", "bob", 0, 4);
            slow.reads().hold(TroubledReads.Kind.EVENTS);
            peers[0].sendText("r", "c1", "mine");
            slow.holdAnswers();
            int join = carol.post("join", "\"room\":\"r\"");
            paged.env.runAll();

            slow.reads().release(); // the second page of what was missing ends with carol's joining
            paged.env.runAll();
            slow.releaseAppends();
            paged.pass(Duration.ofSeconds(2));

            assertThat(carol.reply(join).has("room")).isTrue();
            assertThat(carol.take("room")).hasSize(1);
            peers[0].sendText("r", "c2", "welcome");
            assertThat(Peer.texts(carol.takeEvents())).containsExactly("welcome");
            assertNoGap(peers[1].takeEvents());
        }
    }

    @Test
    void eventsThatWereGoneBeforeTheyCouldBeDeliveredAreAReset() {
        TroubledStorage small = new TroubledStorage(
                MemoryStorage.create(MemoryStorage.Capacity.defaults().withEventsPerRoom(10)));
        try (Chat brief = Chat.open(small, builder -> builder.limits(Chat.unhurried()))) {
            Peer[] peers = brief.channel("r", "alice", "bob");
            postBehindTheBack(small, "r", "bob", 0, 50);

            peers[0].sendText("r", "c1", "mine");

            JsonObject reset = peers[1].take("reset").get(0);
            List<JsonObject> events = peers[1].takeEvents();
            assertThat(Peer.texts(events)).containsExactly("mine");
            assertThat(Peer.revs(events)).containsExactly(reset.get("rev").getAsLong() + 1);
        }
    }

    @Test
    void restoredLogOfAnotherEpochResetsWhoeverFollows() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "old");
        peers[1].takeAll();
        RoomRow row = storage.room("r").row();
        storage.restore(MemoryStorage.create());
        storage.store(new Entry(
                "r",
                new Guard.Absent(),
                ManualClock.START,
                "~system",
                List.of(
                        new Change.PutRoom(row, "restored"),
                        new Change.Admit(MemberRow.joining("r", "alice", "alice", Role.MEMBER, ManualClock.START)),
                        new Change.Admit(MemberRow.joining("r", "bob", "bob", Role.MEMBER, ManualClock.START))),
                List.of(
                        new EventBody.Joined("alice", "alice", Role.MEMBER),
                        new EventBody.Joined("bob", "bob", Role.MEMBER))));

        assertThat(peers[0].sendText("r", "c2", "new").get("seq").getAsLong()).isEqualTo(1);

        JsonObject reset = peers[1].take("reset").get(0);
        List<JsonObject> events = peers[1].takeEvents();
        assertThat(reset.get("epoch").getAsString()).isEqualTo("restored");
        assertThat(Peer.texts(events)).containsExactly("new");
        assertThat(Peer.revs(events)).containsExactly(reset.get("rev").getAsLong() + 1);
    }

    @Test
    void recalledMessageIsNotReadAgainFromTheLanesMemory() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "a secret");
        peers[1].connection.cut();
        RoomState state = storage.room("r");
        Outcome recalled = storage.store(new Entry(
                "r",
                new Guard.At(state.epoch(), state.policy()),
                ManualClock.START,
                "alice",
                List.of(new Change.Rewrite(1, state.rev(), null, List.of(), ManualClock.START)),
                List.of(new EventBody.Recalled(1))));
        peers[0].sendText("r", "c2", "next");

        Peer bob = chat.connect();
        bob.ok(
                "hello",
                "\"v\":1,\"token\":\"guest:bob\",\"rooms\":{\"r\":{\"epoch\":\"" + state.epoch() + "\",\"rev\":2}}");

        List<JsonObject> events = bob.takeEvents();
        assertThat(recalled).isInstanceOf(Outcome.Stored.class);
        assertThat(Peer.revs(events)).containsExactly(3L, 4L, 5L);
        assertThat(events.toString()).doesNotContain("a secret");
    }

    @Test
    void whatWasNotThereIsFoundOnceAnotherNodeHasMadeIt() {
        Peer alice = chat.channel("r", "alice")[0];
        Peer dave = chat.signIn("dave");
        assertThat(dave.refused("history", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");
        assertThat(alice.refused("history", "\"room\":\"later\"")).isEqualTo("NOT_FOUND");
        RoomRow row = storage.room("r").row();
        store(storage, "r", new Change.Admit(MemberRow.joining("r", "dave", "dave", Role.MEMBER, ManualClock.START)));
        storage.store(new Entry(
                "later",
                new Guard.Absent(),
                ManualClock.START,
                "~system",
                List.of(new Change.PutRoom(
                        new RoomRow(
                                "later",
                                row.kind(),
                                row.title(),
                                row.createdBy(),
                                null,
                                row.createdAt(),
                                row.settings()),
                        "e1")),
                List.of()));

        assertThat(dave.ok("history", "\"room\":\"r\"").has("messages")).isTrue();
        assertThat(alice.refused("history", "\"room\":\"later\"")).isEqualTo("FORBIDDEN");
    }
}
