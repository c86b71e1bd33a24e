package io.imbed.benchmarks.compare;

import java.util.Locale;
import java.util.Map;

/** What was measured of one work, in Markdown. */
final class Table {
    private Table() {}

    static void print(Work work, Map<Peer, Figures> medians) {
        System.out.printf("%n### %s: %s%n%n", work.name(), work.inWords());
        System.out.println("| server | version | deliveries/s | CPU µs each | p50 ms | p99 ms"
                + " | each once, senders in order | one order |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        medians.forEach(Table::row);
        System.out.println();
    }

    static void print(int connections, int roomSize, Map<Peer, IdleFigures> medians) {
        System.out.printf(
                Locale.ROOT,
                "%n### %s: %,d connections in rooms of %d that only listen; all but the first 500 are then cut and come back%n%n",
                Idle.NAME,
                connections,
                roomSize);
        System.out.println(
                "| server | version | process, bytes each | of these live heap | all back after s | CPU µs each |");
        System.out.println("|---|---|---|---|---|---|");
        medians.forEach(Table::row);
        System.out.println();
    }

    private static void row(Peer peer, IdleFigures figures) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,.0f | %s | %.1f | %.0f |%n",
                peer.label(),
                figures.version(),
                figures.processBytes(),
                Double.isNaN(figures.heapBytes()) ? "–" : String.format(Locale.ROOT, "%,.0f", figures.heapBytes()),
                figures.backSeconds(),
                figures.backMicros());
    }

    private static void row(Peer peer, Figures figures) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.2f | %.1f | %.1f | %s | %s |%n",
                peer.label(),
                figures.version(),
                figures.perSecond(),
                figures.cpuMicros(),
                figures.p50Millis(),
                figures.p99Millis(),
                figures.exact() ? "yes" : "no",
                figures.oneOrder() ? "yes" : "no");
    }
}
