package io.imbed.benchmarks.compare;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Has the same work done by Imbed and by others, in turns, each time by a fresh process, and prints medians as tables in
 * Markdown. Ends with status 1 if a target is missed or Imbed has lost, repeated or reordered a message.
 *
 * <p>Arguments, all of which may be left out: {@code rounds=3}, {@code warmup=25} (seconds; compilers are busy for so long),
 * {@code seconds=8} and {@code works=room,room-100,rooms,rooms-2500,few}. Loopback only; ends by itself.
 */
public final class Comparison {
    private static final Duration CONNECT = Duration.ofSeconds(60);
    private static final Duration SETTLE = Duration.ofSeconds(20);

    private final int rounds;

    private Comparison(int rounds) {
        this.rounds = rounds;
    }

    public static void main(String[] args) throws Exception {
        int rounds = 3;
        Duration warmUp = Duration.ofSeconds(25);
        Duration measured = Duration.ofSeconds(8);
        List<String> names = List.of();
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            if (pair.length < 2) throw new IllegalArgumentException(arg + " is no name=value");
            switch (pair[0]) {
                case "rounds" -> rounds = Integer.parseInt(pair[1]);
                case "warmup" -> warmUp = Duration.ofSeconds(Long.parseLong(pair[1]));
                case "seconds" -> measured = Duration.ofSeconds(Long.parseLong(pair[1]));
                case "works" -> names = Arrays.asList(pair[1].split(","));
                default -> throw new IllegalArgumentException("there is no " + pair[0]);
            }
        }
        boolean good = true;
        Comparison comparison = new Comparison(rounds);
        for (Work work : works(warmUp, measured)) {
            if (names.isEmpty() || names.contains(work.name())) good &= comparison.compare(work);
        }
        if (!good) System.exit(1);
    }

    private static List<Work> works(Duration warmUp, Duration measured) {
        return List.of(
                new Work("room", 1, 1_000, 8, 1, 32, 0, warmUp, measured),
                new Work("room-100", 1, 1_000, 8, 1, 0, 100, warmUp, measured),
                new Work("rooms", 500, 4, 4, 500, 1, 0, warmUp, measured),
                new Work("rooms-2500", 500, 4, 4, 500, 0, 2_500, warmUp, measured),
                new Work("few", 1_000, 10, 1, 40, 0, 400, warmUp, measured));
    }

    private static List<Target> targets(Work work) {
        return switch (work.name()) {
            case "room" -> List.of(Target.cpu(0.75), Target.deliveries(1.1));
            case "room-100" -> List.of(Target.cpu(1.0), Target.p99(1.25));
            case "rooms" -> List.of(Target.cpu(0.9));
            case "few" -> List.of(Target.cpu(1.2), Target.p99(1.5));
            default -> List.of();
        };
    }

    private boolean compare(Work work) throws IOException {
        System.out.printf("%n### %s: %s%n%n", work.name(), work.inWords());
        System.out.println(
                "| server | deliveries/s | CPU µs each | p50 ms | p99 ms | each once, senders in order | one order |");
        System.out.println("|---|---|---|---|---|---|---|");
        Map<Peer, List<Figures>> all = new EnumMap<>(Peer.class);
        for (int round = 0; round < rounds; round++) {
            for (Peer peer : Peer.values()) {
                all.computeIfAbsent(peer, unused -> new ArrayList<>()).add(measure(peer, work));
            }
        }
        Map<Peer, Figures> medians = new EnumMap<>(Peer.class);
        all.forEach((peer, figures) -> medians.put(peer, Figures.median(figures)));
        medians.forEach(Comparison::print);
        System.out.println();
        Figures ours = Objects.requireNonNull(medians.get(Peer.IMBED));
        Figures theirs = Objects.requireNonNull(medians.get(Peer.NETTY));
        for (Target target : targets(work)) System.out.println("- " + target.told(ours, theirs));
        return ours.exact() && ours.oneOrder() && targets(work).stream().allMatch(target -> target.isMet(ours, theirs));
    }

    private static void print(Peer peer, Figures figures) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.2f | %.1f | %.1f | %s | %s |%n",
                peer.label(),
                figures.perSecond(),
                figures.cpuMicros(),
                figures.p50Millis(),
                figures.p99Millis(),
                figures.exact() ? "yes" : "no",
                figures.oneOrder() ? "yes" : "no");
    }

    static Figures measure(Peer peer, Work work) throws IOException {
        try (ServerProcess server = peer.start(work);
                Crowd crowd = Crowd.connect(server.address(), peer.dialect(), work, CONNECT)) {
            crowd.warmUp(work.warmUp());
            Duration cpu = server.cpu();
            long nanos = System.nanoTime();
            Crowd.Heard heard = crowd.talk(work.measured());
            double micros = server.cpu().minus(cpu).toNanos() / 1e3;
            double seconds = (System.nanoTime() - nanos) / 1e9;
            Crowd.Verdict verdict = crowd.settle(SETTLE);
            return new Figures(
                    heard.deliveries() / seconds,
                    micros / heard.deliveries(),
                    heard.micros().getValueAtPercentile(50) / 1e3,
                    heard.micros().getValueAtPercentile(99) / 1e3,
                    verdict.exact(),
                    verdict.oneOrder());
        }
    }
}
