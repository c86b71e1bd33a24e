package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** When, on what and how figures were taken, in words: what stands below the heading of a section. */
final class Circumstances {
    private Circumstances() {}

    static String talking(LocalDate date, Options options, Set<Peer> peers) throws IOException {
        String warmUps = grouped(peers, peer -> peer.warmUp(options.warmUp()).toSeconds() + " s");
        return "%s A measurement took %d s behind a warm-up of %s.%s%s"
                .formatted(
                        processes(date, options),
                        options.measured().toSeconds(),
                        warmUps,
                        flags(peers, false),
                        disk(peers));
    }

    /** Nobody talks, and heaps are touched. */
    static String idle(LocalDate date, Options options, Set<Peer> peers) throws IOException {
        return processes(date, options) + flags(peers, true);
    }

    private static String processes(LocalDate date, Options options) {
        String each = options.rounds() == 1
                ? "Each figure is of one process."
                : "Each figure is the median of %d processes.".formatted(options.rounds());
        return Machine.measuredOn(date) + " " + each;
    }

    private static String flags(Set<Peer> peers, boolean touched) throws IOException {
        String flags = grouped(peers, peer -> {
            String own = String.join(" ", peer.jvmFlags(touched));
            return own.isEmpty() ? "" : "`" + own + "`";
        });
        return flags.isEmpty() ? "" : " JVM flags: " + flags + ".";
    }

    /** In memory a sync costs nothing. */
    private static String disk(Set<Peer> peers) throws IOException {
        if (peers.stream().noneMatch(Peer::stores)) return "";
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return " SQLite's files are on " + Files.getFileStore(temporary).type() + ".";
    }

    private interface Trait {
        /** Empty if it has none. */
        String of(Peer peer) throws IOException;
    }

    /** A trait that all have, or each with those who have it. */
    private static String grouped(Set<Peer> peers, Trait trait) throws IOException {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (Peer peer : peers) {
            labels.computeIfAbsent(trait.of(peer), unused -> new ArrayList<>()).add(peer.label());
        }
        if (labels.size() == 1) return labels.keySet().iterator().next();
        return labels.entrySet().stream()
                .filter(each -> !each.getKey().isEmpty())
                .map(each -> "%s (%s)".formatted(each.getKey(), String.join(", ", each.getValue())))
                .collect(Collectors.joining(", "));
    }
}
