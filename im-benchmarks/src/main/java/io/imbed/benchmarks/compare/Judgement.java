package io.imbed.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said of Imbed below a table.
 *
 * @param lines one for each target that there is somebody to hold it against for
 * @param good whether all targets are met, and Imbed neither failed in a round nor lost, repeated or reordered a message
 */
record Judgement(List<String> lines, boolean good) {
    static Judgement of(Rounds<Figures> rounds, List<Target> targets) {
        boolean good = true;
        for (Peer peer : rounds.peers()) {
            if (peer.isImbed())
                good &= !rounds.hasFailed(peer) && rounds.median(peer).stream().allMatch(Judgement::isKept);
        }
        Optional<Figures> ours = rounds.median(Peer.IMBED);
        if (ours.isEmpty()) return new Judgement(List.of(), good);
        List<String> lines = new ArrayList<>();
        for (Target target : targets) {
            if (!rounds.peers().contains(target.beside())) continue;
            Optional<Figures> theirs = rounds.median(target.beside());
            lines.add(theirs.map(figures -> target.told(ours.get(), figures)).orElseGet(target::unknown));
            good &= theirs.isPresent() && target.isMet(ours.get(), theirs.get());
        }
        return new Judgement(lines, good);
    }

    /** What Imbed promises. */
    private static boolean isKept(Figures ours) {
        return ours.exact() && ours.oneOrder();
    }

    /** A list in Markdown. */
    String text() {
        return lines.stream().map("- "::concat).collect(Collectors.joining("\n"));
    }
}
