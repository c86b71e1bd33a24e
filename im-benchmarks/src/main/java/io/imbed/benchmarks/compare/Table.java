package io.imbed.benchmarks.compare;

import java.util.Locale;

/** What was measured of one work, in Markdown. */
final class Table {
    private Table() {}

    static void print(Work work, Rounds<Figures> rounds) {
        System.out.printf("%n### %s: %s%n%n", work.name(), work.inWords());
        String note = Works.note(work.name());
        if (!note.isEmpty()) System.out.printf("%s%n%n", note);
        System.out.println("| server | version | deliveries/s | CPU µs each | p50 ms | p99 ms"
                + " | each once, senders in order | one order |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Peer peer : rounds.peers()) {
            System.out.println(rounds.median(peer)
                    .map(each -> row(rounds.label(peer), each))
                    .orElse("| " + rounds.label(peer) + " |" + " – |".repeat(7)));
        }
        System.out.println();
    }

    static void print(int connections, int roomSize, Rounds<IdleFigures> rounds) {
        System.out.printf(
                Locale.ROOT,
                "%n### %s: %,d connections in rooms of %d that only listen; all but the first 500 are then cut and come back%n%n",
                Idle.NAME,
                connections,
                roomSize);
        System.out.println(
                "| server | version | process, bytes each | of these live heap | all back after s | CPU µs each |");
        System.out.println("|---|---|---|---|---|---|");
        for (Peer peer : rounds.peers()) {
            System.out.println(rounds.median(peer)
                    .map(each -> row(rounds.label(peer), each))
                    .orElse("| " + rounds.label(peer) + " |" + " – |".repeat(5)));
        }
        System.out.println();
    }

    private static String row(String label, IdleFigures figures) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %s | %.1f | %.0f |",
                label,
                figures.version(),
                figures.processBytes(),
                Double.isNaN(figures.heapBytes()) ? "–" : String.format(Locale.ROOT, "%,.0f", figures.heapBytes()),
                figures.backSeconds(),
                figures.backMicros());
    }

    private static String row(String label, Figures figures) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.2f | %.1f | %.1f | %s | %s |",
                label,
                figures.version(),
                figures.perSecond(),
                figures.cpuMicros(),
                figures.p50Millis(),
                figures.p99Millis(),
                figures.exact() ? "yes" : "no",
                figures.oneOrder() ? "yes" : "no");
    }
}
