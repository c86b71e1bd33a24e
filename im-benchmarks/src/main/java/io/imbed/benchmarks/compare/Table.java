package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What was measured of one work, a row for each peer. */
final class Table {
    private Table() {}

    static MarkdownTable talking(Rounds<Figures> rounds) {
        MarkdownTable table = new MarkdownTable(
                "server",
                "version",
                "deliveries/s",
                "CPU µs each",
                "p50 ms",
                "p99 ms",
                "each once, senders in order",
                "one order");
        return filled(
                table,
                rounds,
                figures -> List.of(
                        figures.version(),
                        number("%,.0f", figures.perSecond()),
                        number("%.2f", figures.cpuMicros()),
                        number("%.1f", figures.p50Millis()),
                        number("%.1f", figures.p99Millis()),
                        figures.exact() ? "yes" : "no",
                        figures.oneOrder() ? "yes" : "no"));
    }

    static MarkdownTable idle(Rounds<IdleFigures> rounds) {
        MarkdownTable table = new MarkdownTable(
                "server", "version", "process, bytes each", "of these live heap", "all back after s", "CPU µs each");
        return filled(
                table,
                rounds,
                figures -> List.of(
                        figures.version(),
                        number("%,.0f", figures.processBytes()),
                        Double.isNaN(figures.heapBytes()) ? "–" : number("%,.0f", figures.heapBytes()),
                        number("%.1f", figures.backSeconds()),
                        number("%.0f", figures.backMicros())));
    }

    private static <F> MarkdownTable filled(MarkdownTable table, Rounds<F> rounds, Function<F, List<String>> cells) {
        for (Peer peer : rounds.peers()) {
            List<String> row = new ArrayList<>(List.of(rounds.label(peer)));
            row.addAll(rounds.median(peer).map(cells).orElse(List.of()));
            table.row(row.toArray());
        }
        return table;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
