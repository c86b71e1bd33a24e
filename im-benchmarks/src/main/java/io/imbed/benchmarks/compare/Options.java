package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.Results;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison is asked for.
 *
 * @param works names; empty for all
 * @param results the file whose sections are renewed, if any
 * @param chart where the picture of the large room goes, if anywhere: beside the results unless something else is said
 */
record Options(
        int rounds,
        Duration warmUp,
        Duration measured,
        List<String> works,
        Set<Peer> peers,
        @Nullable Path results,
        @Nullable Path chart) {
    private static final List<String> NAMES =
            List.of("rounds", "warmup", "seconds", "works", "peers", "results", "chart");

    /**
     * @param args {@code name=value} each, see {@link Comparison}
     * @throws IllegalArgumentException if one is not known, with a sentence that names it and what there is
     */
    static Options parse(String... args) {
        int rounds = 3;
        Duration warmUp = Duration.ofSeconds(60);
        Duration measured = Duration.ofSeconds(8);
        List<String> works = List.of();
        Set<Peer> peers = EnumSet.allOf(Peer.class);
        Path results = null;
        Path chart = null;
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            if (pair.length < 2) throw new IllegalArgumentException(arg + " is no name=value");
            switch (pair[0]) {
                case "rounds" -> rounds = positive(arg, pair[1]);
                case "warmup" -> warmUp = Duration.ofSeconds(positive(arg, pair[1]));
                case "seconds" -> measured = Duration.ofSeconds(positive(arg, pair[1]));
                case "works" -> works = works(pair[1].split(","));
                case "peers" -> peers = peers(pair[1].split(","));
                case "results" -> results = Results.file(arg, pair[1]);
                case "chart" -> chart = Results.file(arg, pair[1]);
                default -> throw unknown("option", pair[0], NAMES);
            }
        }
        if (results != null && chart == null) chart = results.resolveSibling("room.svg");
        Options options = new Options(rounds, warmUp, measured, works, peers, results, chart);
        if (Works.names().stream().allMatch(work -> options.peers(work).isEmpty())) {
            throw new IllegalArgumentException("of these peers nobody does any of these works");
        }
        return options;
    }

    private static int positive(String arg, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) return number;
        } catch (NumberFormatException noNumber) {
            // Refused like one that is too small.
        }
        throw new IllegalArgumentException(arg + ": a whole number of at least 1 is wanted");
    }

    private static List<String> works(String... names) {
        for (String name : names) {
            if (!Works.names().contains(name)) throw unknown("work", name, Works.names());
        }
        return List.of(names);
    }

    private static Set<Peer> peers(String... names) {
        Map<String, Peer> known = new LinkedHashMap<>();
        for (Peer each : Peer.values()) known.put(each.option(), each);
        Set<Peer> peers = EnumSet.noneOf(Peer.class);
        for (String name : names) {
            Peer peer = known.get(name);
            if (peer == null) throw unknown("peer", name, known.keySet());
            peers.add(peer);
        }
        return peers;
    }

    private static IllegalArgumentException unknown(String what, String name, Collection<String> known) {
        return new IllegalArgumentException(
                "there is no %s '%s', there are %s".formatted(what, name, String.join(", ", known)));
    }

    /** Who is to do a work; nobody if it is not asked for. */
    Set<Peer> peers(String work) {
        if (!works.isEmpty() && !works.contains(work)) return Set.of();
        Set<Peer> who = Works.peers(work);
        who.retainAll(peers);
        return who;
    }
}
