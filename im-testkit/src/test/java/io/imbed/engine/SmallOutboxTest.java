package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An outbox no larger than what the wire itself takes before it says that it is full. */
class SmallOutboxTest {
    private final Chat chat = Chat.open(builder -> builder.limits(limits()));

    private static Limits limits() {
        Limits.Queues queues = Limits.defaults().queues();
        return Chat.unhurried()
                .with(new Limits.Queues(
                        68_000,
                        queues.inboundFrames(),
                        queues.inboundBytes(),
                        queues.nodeBytes(),
                        queues.laneEntries()));
    }

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void readerThatStopsForAMomentIsNotClosedAndMissesNothing() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        List<String> sent = new ArrayList<>();
        peers[1].connection.stall();
        for (int i = 0; i < 20; i++) {
            sent.add(i + "x".repeat(8_000));
            peers[0].sendText("r", "c" + i, sent.get(i));
        }

        peers[1].connection.resume();
        chat.pass(Duration.ofMinutes(1));

        assertThat(peers[1].closed()).isEmpty();
        assertThat(Peer.texts(peers[1].takeEvents())).isEqualTo(sent);
    }
}
