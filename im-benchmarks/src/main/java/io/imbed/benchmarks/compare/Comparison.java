package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.Results;
import io.imbed.benchmarks.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Has the same work done by Imbed and by others, in turns, each time by a fresh process, and prints medians as tables in
 * Markdown. Who fails in one round is told, and the others go on. Ends with status 1 if a target is missed or cannot be told,
 * or Imbed has failed in a round, or lost, repeated or reordered a message.
 *
 * <p>Arguments, all of which may be left out: {@code rounds=3}, {@code warmup=60} (seconds; on two cores that the clients
 * share, compilers are busy for so long), {@code seconds=8}, {@code works=room,room-100,rooms,rooms-2500,few,durable,idle} and {@code
 * peers=imbed,netty,broadcast,netty-socketio,stomp,ws,socketio,imbed-sqlite,netty-sqlite}; targets beside a peer that is left
 * out are left out, too. With {@code results=FILE} the sections of these works are renewed in a file, and the large room is
 * drawn as an SVG picture beside it; {@code chart=FILE} says where else. Messages are stored where the JVM has its temporary
 * files ({@code java.io.tmpdir}), which ought to be on a disk. Loopback only; ends by itself.
 */
public final class Comparison {
    private static final Duration CONNECT = Duration.ofSeconds(60);
    /** Who was given more than it can do has to come to an end of it: what it has lost shows only then. */
    private static final Duration SETTLE = Duration.ofSeconds(45);

    /** The work of which there is a chart. */
    private static final String DRAWN = "room";

    private final Options options;

    private Comparison(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException refused) {
            System.err.println(refused.getMessage());
            System.exit(2);
            return;
        }
        for (String work : Works.names()) {
            for (Peer peer : options.peers(work)) peer.requireInstalled();
        }
        boolean good = true;
        Comparison comparison = new Comparison(options);
        for (Work work : Works.all(options.warmUp(), options.measured())) {
            if (!options.peers(work.name()).isEmpty()) good &= comparison.compare(work);
        }
        if (!options.peers(Idle.NAME).isEmpty()) good &= Idle.compare(options);
        if (!good) System.exit(1);
    }

    private boolean compare(Work work) throws IOException {
        Set<Peer> peers = options.peers(work.name());
        Rounds<Figures> rounds =
                Rounds.of(options.rounds(), peers, peer -> measure(peer, work), Figures::median, System.err::println);
        Judgement judgement = Judgement.of(rounds, Works.targets(work.name()));
        Section section = Section.of(
                work.name(),
                work.inWords(),
                Circumstances.talking(LocalDate.now(ZoneOffset.UTC), options, peers),
                Works.note(work.name()),
                Table.talking(rounds).toString(),
                judgement.text(),
                work.name().equals(DRAWN) ? drawn(rounds) : "");
        Results.publish(section, options.results());
        return judgement.good();
    }

    /** Draws the chart, if there is to be one, and returns what shows it in the file of results, if there is one. */
    private String drawn(Rounds<Figures> rounds) throws IOException {
        Path chart = options.chart();
        if (chart == null) return "";
        List<Chart.Bar> bars = new ArrayList<>();
        for (Peer peer : rounds.peers()) {
            rounds.median(peer).ifPresent(each -> bars.add(new Chart.Bar(rounds.label(peer), each.perSecond())));
        }
        Files.writeString(chart, Chart.svg("One room of 1 000: messages delivered in a second", "%,.0f", bars));
        Path results = options.results();
        if (results == null) return "";
        Path link = results.toAbsolutePath().resolveSibling("").relativize(chart.toAbsolutePath());
        return "![Messages delivered in a second](" + link + ")";
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
            if (heard.deliveries() == 0) throw new IOException("nothing was delivered");
            Crowd.Verdict verdict = crowd.settle(SETTLE);
            return new Figures(
                    server.version(),
                    heard.deliveries() / seconds,
                    micros / heard.deliveries(),
                    heard.micros().getValueAtPercentile(50) / 1e3,
                    heard.micros().getValueAtPercentile(99) / 1e3,
                    verdict.exact(),
                    verdict.oneOrder());
        }
    }
}
