package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.MemoryStorage;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Storage;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 5: a resume yields exactly what was missed, or says that it cannot. */
class CatchUpTest {
    private Chat chat = Chat.open(storage(), builder -> builder.limits(Chat.unhurried()));

    Storage storage() {
        return MemoryStorage.create();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private void hostSends(String room, int count, String text) {
        for (int i = 0; i < count; i++) chat.server.rooms().send(room, Draft.text(text));
        chat.env.runAll();
    }

    private String epoch(Peer peer, String room) {
        return peer.ok("room.get", "\"room\":\"" + room + "\"")
                .getAsJsonObject("room")
                .get("epoch")
                .getAsString();
    }

    private Peer resume(String user, String room, String epoch, long rev) {
        Peer peer = chat.connect();
        peer.post(
                "hello",
                "\"v\":1,\"token\":\"guest:" + user + "\",\"rooms\":{\"" + room + "\":{\"epoch\":\"" + epoch
                        + "\",\"rev\":" + rev + "}}");
        return peer;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void resumeYieldsWhatWasMissedAndThenWhatIsNew() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        alice.connection.cut();
        hostSends("r", 10, "missed");

        Peer again = resume("alice", "r", epoch, 1);
        chat.env.runAll();
        hostSends("r", 5, "new");

        assertThat(Peer.revs(again.takeEvents())).isEqualTo(range(2, 16));
    }

    @Test
    void resumeWhileMessagesArriveHasNeitherHoleNorRepeat() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        alice.connection.cut();
        hostSends("r", 600, "x".repeat(2_000)); // beyond the ring and beyond one page

        Peer again = resume("alice", "r", epoch, 1);
        for (int i = 0; i < 200; i++) {
            chat.server.rooms().send("r", Draft.text("live"));
            chat.env.run(7);
        }
        chat.env.runAll();

        assertThat(Peer.revs(again.takeEvents())).isEqualTo(range(2, 801));
    }

    @Test
    void catchUpOfAnyLengthEndsWhereLiveBegins() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        alice.connection.cut();
        hostSends("r", 150, "x".repeat(4_096)); // some from the ring, some from the log, up to three pages
        long head = 151;

        for (int behind = 0; behind < 150; behind++) {
            Peer again = resume("alice", "r", epoch, head - behind);
            chat.env.runAll();
            hostSends("r", 1, "x".repeat(4_096));
            head++;

            assertThat(Peer.revs(again.takeEvents())).isEqualTo(range(head - behind, head));
            again.connection.cut();
        }
    }

    @Test
    void thousandEventsOfFourKilobytesAreCaughtUpWithoutBeingClosed() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        alice.connection.cut();
        hostSends("r", 1_000, "x".repeat(4_096));

        Peer again = resume("alice", "r", epoch, 1);
        assertThat(again.closed()).isEmpty();
        assertThat(Peer.revs(again.takeEvents())).isEqualTo(range(2, 1_001));
    }

    @Test
    void catchUpGivesAPageOnlyWhenTheOneBeforeHasLeft() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        alice.connection.cut();
        hostSends("r", 1_000, "x".repeat(4_096));

        Peer again = resume("alice", "r", epoch, 1);
        again.connection.stall();
        chat.env.runAll();
        long waiting = again.connection.connection().pendingBytes();
        again.connection.resume();

        assertThat(waiting).isLessThan(2 * 256 * 1024);
        assertThat(Peer.revs(again.takeEvents())).isEqualTo(range(2, 1_001));
    }

    @Test
    void slowReaderIsClosedAndOthersStillReceiveAndItMissesNothing() {
        Peer[] peers = chat.channel("r", "slow", "brisk");
        String epoch = epoch(peers[0], "r");
        long seen = 2;
        peers[0].connection.stall();

        hostSends("r", 300, "x".repeat(8_000));

        assertThat(peers[1].takeEvents()).hasSize(300);
        assertThat(peers[0].connection.connection().pendingBytes()).isLessThan(1024 * 1024);
        chat.pass(Duration.ofSeconds(10));
        peers[0].connection.resume();
        assertThat(peers[0].closed()).contains(CloseReason.SLOW_CONSUMER);
        List<Long> before = Peer.revs(peers[0].takeEvents());
        assertThat(before).isEqualTo(range(seen + 1, seen + before.size()));
        Peer again = resume("slow", "r", epoch, seen + before.size());
        assertThat(Peer.revs(again.takeEvents())).isEqualTo(range(seen + before.size() + 1, 302));
    }

    @Test
    void burstLargerThanAnOutboxClosesNobodyWhoReads() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        hostSends("r", 1_000, "x".repeat(8_000));
        chat.pass(Duration.ofSeconds(30));

        for (Peer each : peers) {
            assertThat(each.closed()).isEmpty();
            assertThat(Peer.texts(each.takeEvents())).hasSize(1_000);
        }
    }

    @Test
    void readerThatComesBackInTimeIsNotClosedAndMissesNothing() {
        Peer[] peers = chat.channel("r", "slow", "brisk");
        peers[0].connection.stall();
        hostSends("r", 300, "x".repeat(8_000));

        chat.pass(Duration.ofSeconds(9));
        peers[0].connection.resume();
        chat.pass(Duration.ofSeconds(30));

        assertThat(peers[0].closed()).isEmpty();
        assertThat(Peer.texts(peers[0].takeEvents())).hasSize(300);
    }

    @Test
    void cursorOfAnotherEpochIsReset() {
        chat.channel("r", "alice");
        hostSends("r", 5, "x");

        Peer again = resume("alice", "r", "another", 3);

        JsonObject reset = again.take("reset").get(0);
        assertThat(reset.get("rev").getAsLong()).isEqualTo(6);
        assertThat(again.takeEvents()).isEmpty();
        hostSends("r", 1, "x");
        assertThat(Peer.revs(again.takeEvents())).containsExactly(7L);
    }

    @Test
    void cursorAheadOfTheLogIsReset() {
        Peer alice = chat.channel("r", "alice")[0];

        Peer again = resume("alice", "r", epoch(alice, "r"), 99);

        assertThat(again.take("reset")).hasSize(1);
    }

    @Test
    void cursorTooFarBehindIsReset() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        hostSends("r", 1_001, "x");

        assertThat(resume("alice", "r", epoch, 1).take("reset")).hasSize(1);
        assertThat(resume("alice", "r", epoch, 2).take("reset")).isEmpty();
    }

    @Test
    void cursorOlderThanWhatIsKeptIsReset() {
        chat.close();
        chat = Chat.open(
                MemoryStorage.create(MemoryStorage.Capacity.defaults().withEventsPerRoom(50)),
                builder -> builder.limits(Chat.unhurried()));
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        hostSends("r", 500, "x".repeat(2_000));

        Peer again = resume("alice", "r", epoch, 10);

        assertThat(again.take("reset")).hasSize(1);
        assertThat(again.takeEvents()).isEmpty();
        assertThat(Peer.code(again.ask("sync", "\"room\":\"r\",\"epoch\":\"" + epoch + "\",\"rev\":10")))
                .isEqualTo("GAP");
    }

    @Test
    void roomsBeyondTheFirstHundredAreFollowedToo() {
        Peer alice = chat.signIn("alice");
        for (int i = 0; i < 250; i++) {
            chat.channel("r" + i);
            alice.ok("join", "\"room\":\"r" + i + "\"");
        }
        Peer again = chat.signIn("alice");

        for (int i = 0; i < 250; i++) hostSends("r" + i, 1, "x");

        assertThat(again.takeEvents()).hasSize(250);
    }

    @Test
    void manyRoomsBehindAreCaughtUpOnePageAtATime() {
        Peer alice = chat.signIn("alice");
        StringBuilder cursors = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            chat.channel("r" + i);
            alice.ok("join", "\"room\":\"r" + i + "\"");
            cursors.append(i == 0 ? "" : ",")
                    .append("\"r" + i + "\":{\"epoch\":\"" + epoch(alice, "r" + i) + "\",\"rev\":1}");
            hostSends("r" + i, 100, "x".repeat(4_096));
        }
        alice.connection.cut();

        Peer again = chat.connect();
        again.connection.stall();
        again.post("hello", "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{" + cursors + "}");
        chat.env.runAll();
        assertThat(again.connection.connection().pendingBytes()).isLessThan(2 * 256 * 1024);
        again.connection.resume();

        assertThat(again.takeEvents()).hasSize(2_000);
        assertThat(again.closed()).isEmpty();
    }

    @Test
    void syncPagesThroughEverythingAfterACursor() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        hostSends("r", 250, "x");

        long rev = 0;
        boolean more = true;
        while (more) {
            JsonObject page =
                    alice.ok("sync", "\"room\":\"r\",\"epoch\":\"" + epoch + "\",\"rev\":" + rev + ",\"limit\":100");
            for (var event : page.getAsJsonArray("events")) {
                assertThat(event.getAsJsonObject().get("rev").getAsLong()).isEqualTo(++rev);
            }
            more = page.get("more").getAsBoolean();
        }
        assertThat(rev).isEqualTo(251);
    }

    @Test
    void joinOfOnesOwnRoomWithACursorRecovers() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        hostSends("r", 3, "x");
        alice.takeAll();

        JsonObject joined = alice.ok("join", "\"room\":\"r\",\"epoch\":\"" + epoch + "\",\"rev\":1");

        assertThat(joined.get("recovered").getAsBoolean()).isTrue();
        assertThat(Peer.revs(alice.takeEvents())).containsExactly(2L, 3L, 4L);
    }

    @Test
    void joinWithACursorThatIsNotGoodSaysSoAndFollowsFromTheRoomAsShown() {
        Peer alice = chat.channel("r", "alice")[0];
        String epoch = epoch(alice, "r");
        hostSends("r", 1_001, "x");
        alice.takeAll();

        for (String cursor : List.of(
                "\"epoch\":\"another\",\"rev\":1000",
                "\"epoch\":\"" + epoch + "\",\"rev\":1003",
                "\"epoch\":\"" + epoch + "\",\"rev\":1")) {
            JsonObject joined = alice.ok("join", "\"room\":\"r\"," + cursor);

            assertThat(joined.get("recovered").getAsBoolean()).as(cursor).isFalse();
            assertThat(joined.getAsJsonObject("room").get("rev").getAsLong()).isEqualTo(1_002);
            assertThat(alice.takeAll()).as(cursor).isEmpty();
        }
    }
}
