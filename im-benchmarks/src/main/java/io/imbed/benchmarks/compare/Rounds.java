package io.imbed.benchmarks.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What came of one work in all rounds, in which peers took turns. Who fails in one round is asked again in the next, and
 * nobody else loses what was measured.
 *
 * @param <F> figures of one process
 */
final class Rounds<F> {
    private final int count;
    private final Function<List<F>, F> median;
    private final Map<Peer, List<F>> measured = new EnumMap<>(Peer.class);

    /** Measures a process that it starts and ends. */
    interface Measurement<F> {
        F of(Peer peer) throws IOException;
    }

    private Rounds(int count, Function<List<F>, F> median) {
        this.count = count;
        this.median = median;
    }

    /** @param failures are told as they come, a sentence each */
    static <F> Rounds<F> of(
            int count,
            Set<Peer> peers,
            Measurement<F> measurement,
            Function<List<F>, F> median,
            Consumer<String> failures) {
        Rounds<F> rounds = new Rounds<>(count, median);
        for (Peer peer : peers) rounds.measured.put(peer, new ArrayList<>());
        for (int round = 1; round <= count; round++) {
            for (Map.Entry<Peer, List<F>> each : rounds.measured.entrySet()) {
                try {
                    each.getValue().add(measurement.of(each.getKey()));
                } catch (IOException failed) {
                    failures.accept("round %d of %d failed: %s: %s"
                            .formatted(round, count, each.getKey().label(), why(failed)));
                }
            }
        }
        return rounds;
    }

    /** Such as that of a closed channel has no words. */
    private static String why(IOException failed) {
        String message = failed.getMessage();
        return message == null ? failed.toString() : message;
    }

    /** Who was asked. */
    Set<Peer> peers() {
        return measured.keySet();
    }

    /** Of the rounds that worked; empty if none did, or the peer was not asked. */
    Optional<F> median(Peer peer) {
        List<F> figures = measured.getOrDefault(peer, List.of());
        return figures.isEmpty() ? Optional.empty() : Optional.of(median.apply(figures));
    }

    /** Whether it was asked, and did not work in every round. */
    boolean hasFailed(Peer peer) {
        return measured.containsKey(peer) && worked(peer) < count;
    }

    /** Its name, and in how many rounds it worked if there were others. */
    String label(Peer peer) {
        return hasFailed(peer) ? "%s (%d of %d rounds)".formatted(peer.label(), worked(peer), count) : peer.label();
    }

    private int worked(Peer peer) {
        return measured.getOrDefault(peer, List.of()).size();
    }
}
