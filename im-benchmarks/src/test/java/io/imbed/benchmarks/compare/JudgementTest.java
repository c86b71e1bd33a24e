package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final List<Target> TARGETS = List.of(Target.cpu(Peer.NETTY, 0.75), Target.cpu(Peer.STOMP, 0.1));
    private static final Object FAILS = new IOException("gone");

    private final Map<Peer, Queue<Object>> outcomes = new EnumMap<>(Peer.class);

    private static Figures figures(double cpuMicros, boolean exact) {
        return new Figures("1.0.0", 1_000, cpuMicros, 1, 1, exact, true);
    }

    /** @param both {@link Figures}, or {@link #FAILS}, for each of two rounds */
    private void comes(Peer peer, Object... both) {
        outcomes.put(peer, new ArrayDeque<>(List.of(both)));
    }

    private Judgement judgement() {
        Rounds.Measurement<Figures> measurement = peer -> {
            Object outcome = outcomes.get(peer).remove();
            if (outcome instanceof IOException failure) throw failure;
            return (Figures) outcome;
        };
        return Judgement.of(Rounds.of(2, outcomes.keySet(), measurement, Figures::median, failure -> {}), TARGETS);
    }

    @Test
    void isGoodIfAllTargetsBesideThoseWhoWereAskedAreMet() {
        comes(Peer.IMBED, figures(1, true), figures(1, true));
        comes(Peer.NETTY, figures(2, true), FAILS);

        Judgement judgement = judgement();

        assertThat(judgement.lines())
                .containsExactly("CPU per delivery: 0.500 of bare Netty, at most 0.750 wanted: met");
        assertThat(judgement.good()).isTrue();
    }

    @Test
    void isNotGoodIfATargetIsMissed() {
        comes(Peer.IMBED, figures(2, true), figures(2, true));
        comes(Peer.NETTY, figures(2, true), figures(2, true));

        assertThat(judgement().good()).isFalse();
    }

    @Test
    void isNotGoodIfAMessageWasLostInARound() {
        comes(Peer.IMBED, figures(1, true), figures(1, false));

        assertThat(judgement()).isEqualTo(new Judgement(List.of(), false));
    }

    @Test
    void isNotGoodIfImbedFailedInARoundThoughItsTargetsAreMet() {
        comes(Peer.IMBED, FAILS, figures(1, true));
        comes(Peer.NETTY, figures(2, true), figures(2, true));

        Judgement judgement = judgement();

        assertThat(judgement.lines()).singleElement().asString().endsWith("met");
        assertThat(judgement.good()).isFalse();
    }

    @Test
    void isNotGoodIfImbedFailedInAllRounds() {
        comes(Peer.IMBED, FAILS, FAILS);
        comes(Peer.NETTY, figures(2, true), figures(2, true));

        assertThat(judgement()).isEqualTo(new Judgement(List.of(), false));
    }

    /** Nobody is to believe that it was met. */
    @Test
    void isNotGoodIfWhoItIsHeldAgainstFailedInAllRounds() {
        comes(Peer.IMBED, figures(1, true), figures(1, true));
        comes(Peer.NETTY, FAILS, FAILS);

        Judgement judgement = judgement();

        assertThat(judgement.lines()).singleElement().asString().endsWith("at most 0.750 wanted: NOT KNOWN");
        assertThat(judgement.good()).isFalse();
    }

    /** It promises the same on a disk. */
    @Test
    void isNotGoodIfImbedOnSqliteFailedOrLostAMessage() {
        comes(Peer.IMBED, figures(1, true), figures(1, true));
        comes(Peer.IMBED_SQLITE, figures(1, true), figures(1, true));
        assertThat(judgement().good()).isTrue();

        comes(Peer.IMBED, figures(1, true), figures(1, true));
        comes(Peer.IMBED_SQLITE, figures(1, true), figures(1, false));
        assertThat(judgement().good()).isFalse();

        comes(Peer.IMBED, figures(1, true), figures(1, true));
        comes(Peer.IMBED_SQLITE, figures(1, true), FAILS);
        assertThat(judgement().good()).isFalse();
    }

    @Test
    void saysNothingWhereImbedWasNotAsked() {
        comes(Peer.NETTY, figures(2, false), FAILS);

        assertThat(judgement()).isEqualTo(new Judgement(List.of(), true));
    }
}
