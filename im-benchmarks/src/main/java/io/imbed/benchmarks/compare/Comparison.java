package io.imbed.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has the same work done by Imbed and by others, in turns, each time by a fresh process, and prints medians as tables in
 * Markdown. Ends with status 1 if a target is missed or Imbed has lost, repeated or reordered a message.
 *
 * <p>Arguments, all of which may be left out: {@code rounds=3}, {@code warmup=25} (seconds; compilers are busy for so long),
 * {@code seconds=8}, {@code works=room,room-100,rooms,rooms-2500,few,idle} and {@code
 * peers=imbed,netty,broadcast,netty-socketio,stomp,ws,socketio}; targets beside a peer that is left out are left out, too. With
 * {@code chart=FILE} the large room is drawn as an SVG picture. Loopback only; ends by itself.
 */
public final class Comparison {
    private static final Duration CONNECT = Duration.ofSeconds(60);
    /** Who was given more than it can do has to come to an end of it: what it has lost shows only then. */
    private static final Duration SETTLE = Duration.ofSeconds(45);

    private final Options options;

    private Comparison(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        for (Peer peer : options.peers()) peer.requireInstalled();
        System.out.println(Machine.inWords());
        boolean good = true;
        Comparison comparison = new Comparison(options);
        for (Work work : works(options.warmUp(), options.measured())) {
            if (options.wants(work.name())) good &= comparison.compare(work);
        }
        if (options.wants(Idle.NAME)) good &= Idle.compare(options);
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

    /** At a low rate in many rooms, the yardstick and its neighbour will do. */
    private static Set<Peer> peers(Work work) {
        return work.name().equals("rooms-2500")
                ? EnumSet.of(Peer.IMBED, Peer.NETTY, Peer.BROADCAST)
                : EnumSet.allOf(Peer.class);
    }

    private static List<Target> targets(Work work) {
        return switch (work.name()) {
            case "room" ->
                List.of(
                        Target.cpu(Peer.NETTY, 0.75),
                        Target.deliveries(Peer.NETTY, 1.1),
                        Target.deliveries(Peer.STOMP, 20),
                        Target.cpu(Peer.STOMP, 1 / 30.0));
            case "room-100" -> List.of(Target.cpu(Peer.NETTY, 1.0), Target.p99(Peer.NETTY, 1.25));
            case "rooms" -> List.of(Target.cpu(Peer.NETTY, 0.9));
            case "few" -> List.of(Target.cpu(Peer.NETTY, 1.2), Target.p99(Peer.NETTY, 1.5));
            default -> List.of();
        };
    }

    private boolean compare(Work work) throws IOException {
        Set<Peer> peers = peers(work);
        peers.retainAll(options.peers());
        Map<Peer, List<Figures>> all = new EnumMap<>(Peer.class);
        for (int round = 0; round < options.rounds(); round++) {
            for (Peer peer : peers) {
                all.computeIfAbsent(peer, unused -> new ArrayList<>()).add(measure(peer, work));
            }
        }
        Map<Peer, Figures> medians = new EnumMap<>(Peer.class);
        all.forEach((peer, figures) -> medians.put(peer, Figures.median(figures)));
        Table.print(work, medians);
        if (options.chart() != null && work.name().equals("room")) draw(options.chart(), medians);
        Figures ours = medians.get(Peer.IMBED);
        return ours == null || isGood(ours, medians, targets(work));
    }

    private static void draw(Path file, Map<Peer, Figures> medians) throws IOException {
        List<Chart.Bar> bars = medians.entrySet().stream()
                .map(each ->
                        new Chart.Bar(each.getKey().label(), each.getValue().perSecond()))
                .toList();
        Files.writeString(file, Chart.svg("One room of 1 000: messages delivered in a second", "%,.0f", bars));
    }

    private static boolean isGood(Figures ours, Map<Peer, Figures> medians, List<Target> targets) {
        boolean good = ours.exact() && ours.oneOrder();
        for (Target target : targets) {
            Figures theirs = medians.get(target.beside());
            if (theirs == null) continue;
            System.out.println("- " + target.told(ours, theirs));
            good &= target.isMet(ours, theirs);
        }
        return good;
    }

    static Figures measure(Peer peer, Work work) throws IOException {
        try (ServerProcess server = peer.start(work);
                Crowd crowd = Crowd.connect(server.address(), peer.dialect(), work, CONNECT)) {
            crowd.warmUp(peer.warmUp(work.warmUp()));
            Duration cpu = server.cpu();
            long nanos = System.nanoTime();
            Crowd.Heard heard = crowd.talk(work.measured());
            double micros = server.cpu().minus(cpu).toNanos() / 1e3;
            double seconds = (System.nanoTime() - nanos) / 1e9;
            Crowd.Verdict verdict = crowd.settle(SETTLE);
            return new Figures(
                    server.version(),
                    heard.deliveries() / seconds,
                    micros / heard.deliveries(),
                    heard.micros().getValueAtPercentile(50) / 1e3,
                    heard.micros().getValueAtPercentile(99) / 1e3,
                    verdict.exact(),
                    verdict.oneOrder());
        } catch (IOException failed) {
            throw new IOException(peer.label() + ": " + failed.getMessage(), failed);
        }
    }
}
