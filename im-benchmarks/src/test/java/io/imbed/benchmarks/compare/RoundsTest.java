package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final IOException FAILS = new IOException("the server did not start");

    private final List<String> failures = new ArrayList<>();
    private final List<Peer> turns = new ArrayList<>();

    /** @param netty a figure, or a failure, for each round */
    private Rounds<Double> rounds(Object... netty) {
        Queue<Object> next = new ArrayDeque<>(List.of(netty));
        Rounds.Measurement<Double> measurement = peer -> {
            turns.add(peer);
            if (peer == Peer.IMBED) return 1.0;
            Object figure = next.remove();
            if (figure instanceof IOException failure) throw failure;
            return (Double) figure;
        };
        return Rounds.of(
                netty.length,
                EnumSet.of(Peer.IMBED, Peer.NETTY),
                measurement,
                all -> Figures.median(all, each -> each),
                failures::add);
    }

    @Test
    void peersTakeTurns() {
        rounds(1.0, 2.0);

        assertThat(turns).containsExactly(Peer.IMBED, Peer.NETTY, Peer.IMBED, Peer.NETTY);
    }

    @Test
    void whoFailsInOneRoundIsAskedInTheNextAndTheMedianIsOfThoseThatWorked() {
        Rounds<Double> rounds = rounds(3.0, FAILS, 5.0);

        assertThat(rounds.median(Peer.NETTY)).contains(4.0);
        assertThat(rounds.label(Peer.NETTY)).isEqualTo("bare Netty (2 of 3 rounds)");
        assertThat(rounds.hasFailed(Peer.NETTY)).isTrue();
        assertThat(failures).containsExactly("round 2 of 3 failed: bare Netty: the server did not start");
    }

    @Test
    void othersLoseNothing() {
        Rounds<Double> rounds = rounds(FAILS, FAILS);

        assertThat(rounds.median(Peer.IMBED)).contains(1.0);
        assertThat(rounds.label(Peer.IMBED)).isEqualTo("Imbed");
        assertThat(rounds.hasFailed(Peer.IMBED)).isFalse();
        assertThat(rounds.median(Peer.NETTY)).isEmpty();
        assertThat(rounds.label(Peer.NETTY)).isEqualTo("bare Netty (0 of 2 rounds)");
    }

    @Test
    void failureWithoutWordsIsToldByItsKind() {
        rounds(new ClosedChannelException());

        assertThat(failures).singleElement().asString().contains("ClosedChannelException");
    }

    @Test
    void whoWasNotAskedHasNotFailed() {
        Rounds<Double> rounds = rounds(1.0);

        assertThat(rounds.peers()).containsExactly(Peer.IMBED, Peer.NETTY);
        assertThat(rounds.hasFailed(Peer.STOMP)).isFalse();
        assertThat(rounds.median(Peer.STOMP)).isEmpty();
    }
}
