package io.imbed.benchmarks.micro;

import io.imbed.benchmarks.Goal;
import io.imbed.benchmarks.Machine;
import io.imbed.benchmarks.MarkdownTable;
import io.imbed.benchmarks.Results;
import io.imbed.benchmarks.Section;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table: each figure beside its target, where it has one. */
final class Report {
    private static final int[] ROOMS = {10, 100, 1_000, 10_000};
    private static final String SEND = "SendBenchmark.send";
    private static final String THREADS = "SendBenchmark.sendThroughThreads";
    private static final String TOGETHER = "SendBenchmark.sendTogether";
    private static final String CATCH_UP = "CatchUpBenchmark.catchUp";
    private static final String PLAINLY = "CatchUpBenchmark.plainly";

    /** In {@link Results#CONTENTS}. */
    private static final String NAME = "Without a peer";

    private final List<Row> rows = new ArrayList<>();
    private final String how;

    /** @param goal null if there is none */
    private record Row(
            String what,
            double value,
            String unit,
            @Nullable Goal goal) {
        boolean isMissed() {
            return goal != null && !goal.isMet(value);
        }

        void addTo(MarkdownTable table) {
            String figure = String.format(Locale.ROOT, "%,.3f", value);
            table.row(what, figure, unit, goal == null ? "" : goal.told(value, "%.3g"));
        }
    }

    private Report(String how) {
        this.how = how;
    }

    /** Of all that was measured. */
    static Report of(Figures figures) {
        Report report = new Report(figures.how());
        report.codec(figures);
        report.send(figures);
        report.lane(figures);
        report.outbox(figures);
        report.fanOut(figures);
        report.logs(figures);
        report.catchUp(figures);
        return report;
    }

    private void codec(Figures figures) {
        for (String each : List.of("Send", "Event", "Hello")) {
            for (String way : List.of("encode", "decode")) {
                String name = "CodecBenchmark." + way + each;
                add(way + " " + each.toLowerCase(Locale.ROOT), figures.cpu(name), "µs");
                add(way + " " + each.toLowerCase(Locale.ROOT) + ", allocated", figures.bytes(name), "B");
            }
        }
    }

    private void send(Figures figures) {
        add("send from frame to ack, CPU", figures.cpu(SEND), "µs", Goal.atMost(15));
        add("send from frame to ack, allocated", figures.bytes(SEND), "B");
        add("send through real threads, CPU", figures.cpu(THREADS), "µs");
        add("latency that real threads add", figures.micros(THREADS) - figures.micros(SEND), "µs");
        add("send among 64 at once to 64 each, CPU", figures.cpu(TOGETHER), "µs");
    }

    private void lane(Figures figures) {
        add("lane, task done by whoever brings it", figures.cpu("LaneBenchmark.helping"), "µs");
        add("lane, task handed over to its thread, among 1 000", figures.cpu("LaneBenchmark.handingOver"), "µs");
    }

    private void outbox(Figures figures) {
        add("outbox, batch that passes through", figures.cpu("OutboxBenchmark.passing"), "µs");
        add("outbox, batch that waits and is drained", figures.cpu("OutboxBenchmark.gathering"), "µs");
    }

    private void fanOut(Figures figures) {
        List<double[]> points = new ArrayList<>();
        for (int members : ROOMS) {
            String name = "FanOutBenchmark.fanOut " + members;
            if (!figures.has(name)) continue;
            points.add(new double[] {members, figures.cpu(name)});
            add("one event to " + members + " members, CPU", figures.cpu(name), "µs");
            add(
                    "one event to " + members + " members, allocated per delivery",
                    figures.bytes(name) / members,
                    "B",
                    members == 1_000 ? Goal.atMost(32) : null);
        }
        if (points.size() < 2) return;
        Line line = Line.fitted(
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
        add("one event to n members, CPU = a + b n: a", line.base(), "µs");
        add("one event to n members, CPU = a + b n: b", line.each() * 1_000, "ns");
    }

    private void logs(Figures figures) {
        for (String log : List.of("memory", "sqlite")) {
            for (int batch : new int[] {1, 64}) {
                // Parameters stand in the order of their names.
                double micros = figures.micros("LogBenchmark.append " + batch + " " + log);
                add(log + " log, append of " + batch + ", time per message", micros / batch, "µs");
            }
        }
    }

    private void catchUp(Figures figures) {
        add("catch-up of 1 000 clients by 100 events, CPU", figures.cpu(CATCH_UP) / 1e3, "ms");
        add("those bytes written plainly, CPU", figures.cpu(PLAINLY) / 1e3, "ms");
        add("catch-up / plainly", figures.cpu(CATCH_UP) / figures.cpu(PLAINLY), "", Goal.atMost(2));
    }

    private void add(String what, double value, String unit) {
        add(what, value, unit, null);
    }

    private void add(String what, double value, String unit, @Nullable Goal goal) {
        rows.add(new Row(what, value, unit, goal));
    }

    boolean isMissed() {
        return rows.stream().anyMatch(Row::isMissed);
    }

    /** The part of the results that it is. */
    Section section(LocalDate date) {
        MarkdownTable table = new MarkdownTable("what", "figure", "unit", "target");
        for (Row row : rows) row.addTo(table);
        return Section.of(NAME, "", Machine.measuredOn(date) + " " + how, table.toString());
    }
}
