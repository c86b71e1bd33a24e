package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each server does a little of each kind of work, so that the comparison can be made at any time; figures are no matter.
 * With -DskipWeb those on Node are skipped, for they need npm.
 */
class PeersIT {
    private static final Duration SHORT = Duration.ofMillis(500);

    @ParameterizedTest
    @EnumSource
    void worksAsFastAsItGoes(Peer peer) throws Exception {
        assumeNodeIfNeeded(peer);
        Figures figures = Comparison.measure(peer, new Work("closed", 2, 20, 2, 2, 4, 0, SHORT, SHORT));
        assertDone(peer, figures);
    }

    @ParameterizedTest
    @EnumSource
    void worksAtARate(Peer peer) throws Exception {
        assumeNodeIfNeeded(peer);
        Figures figures = Comparison.measure(peer, new Work("open", 2, 20, 1, 1, 0, 50, SHORT, SHORT));
        assertDone(peer, figures);
        // Twenty-five messages to twenty members in half a second, as far as they are not under way yet.
        assertThat(figures.perSecond()).isBetween(500.0, 1_001.0);
    }

    /** One that has a heap to be asked for, and one that has none. */
    @ParameterizedTest
    @EnumSource(names = {"IMBED", "WS"})
    void connectionsAreWeighedAndComeBack(Peer peer) throws Exception {
        assumeNodeIfNeeded(peer);
        IdleFigures figures = Idle.measure(peer, 1, 3);
        assertThat(figures.backSeconds()).isPositive();
        assertThat(Double.isNaN(figures.heapBytes())).isEqualTo(peer == Peer.WS);
        if (peer == Peer.IMBED) assertThat(figures.heapBytes()).isPositive();
    }

    private static void assumeNodeIfNeeded(Peer peer) {
        boolean node = peer == Peer.WS || peer == Peer.SOCKETIO;
        assumeFalse(node && Boolean.getBoolean("im.skipWeb"), "left out with -DskipWeb");
    }

    private static void assertDone(Peer peer, Figures figures) {
        assertThat(figures.perSecond()).isPositive();
        assertThat(figures.exact()).isTrue();
        assertThat(figures.version()).containsPattern("\\d+\\.\\d+\\.\\d+");
        if (peer.isImbed() || peer.stores()) assertThat(figures.oneOrder()).isTrue();
    }
}
