package io.imbed.benchmarks.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison is asked for.
 *
 * @param works names; empty for all
 * @param chart where the picture of the large room goes, if anywhere
 */
record Options(
        int rounds,
        Duration warmUp,
        Duration measured,
        List<String> works,
        Set<Peer> peers,
        @Nullable Path chart) {
    /** @param args {@code name=value} each, see {@link Comparison} */
    static Options parse(String... args) {
        int rounds = 3;
        Duration warmUp = Duration.ofSeconds(25);
        Duration measured = Duration.ofSeconds(8);
        List<String> works = List.of();
        Set<Peer> peers = EnumSet.allOf(Peer.class);
        Path chart = null;
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            if (pair.length < 2) throw new IllegalArgumentException(arg + " is no name=value");
            switch (pair[0]) {
                case "rounds" -> rounds = Integer.parseInt(pair[1]);
                case "warmup" -> warmUp = Duration.ofSeconds(Long.parseLong(pair[1]));
                case "seconds" -> measured = Duration.ofSeconds(Long.parseLong(pair[1]));
                case "works" -> works = Arrays.asList(pair[1].split(","));
                case "peers" -> peers = peers(pair[1].split(","));
                case "chart" -> chart = Path.of(pair[1]);
                default -> throw new IllegalArgumentException("there is no " + pair[0]);
            }
        }
        return new Options(rounds, warmUp, measured, works, peers, chart);
    }

    private static Set<Peer> peers(String... names) {
        Set<Peer> peers = EnumSet.noneOf(Peer.class);
        for (String name : names) {
            peers.add(Peer.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
        return peers;
    }

    boolean wants(String work) {
        return works.isEmpty() || works.contains(work);
    }
}
