package io.imbed.benchmarks.micro;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table: each figure beside its target, where it has one. */
final class Report {
    private static final int[] ROOMS = {10, 100, 1_000, 10_000};
    private static final String SEND = "SendBenchmark.send";
    private static final String THREADS = "SendBenchmark.sendThroughThreads";
    private static final String TOGETHER = "SendBenchmark.sendTogether";
    private static final String CATCH_UP = "CatchUpBenchmark.catchUp";
    private static final String PLAINLY = "CatchUpBenchmark.plainly";

    private final List<Row> rows = new ArrayList<>();

    /** @param atMost the target; infinite if there is none */
    private record Row(String what, double value, String unit, double atMost) {
        boolean isMissed() {
            return value > atMost;
        }

        String text() {
            String target = atMost == Double.POSITIVE_INFINITY
                    ? ""
                    : String.format(Locale.ROOT, "at most %s %s", atMost, isMissed() ? "MISSED" : "ok");
            return String.format(Locale.ROOT, "%-58s %12.3f %-6s %s", what, value, unit, target);
        }
    }

    private Report() {}

    /** Of all that was measured. */
    static Report of(Figures figures) {
        Report report = new Report();
        report.codec(figures);
        report.send(figures);
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
                add(way + " " + each.toLowerCase(Locale.ROOT), figures.cpu(name), "us");
                add(way + " " + each.toLowerCase(Locale.ROOT) + ", allocated", figures.bytes(name), "B");
            }
        }
    }

    private void send(Figures figures) {
        add("send from frame to ack, CPU", figures.cpu(SEND), "us", 15);
        add("send from frame to ack, allocated", figures.bytes(SEND), "B");
        add("send through real threads, CPU", figures.cpu(THREADS), "us");
        add("latency that real threads add", figures.micros(THREADS) - figures.micros(SEND), "us");
        add("send among 64 at once to 64 each, CPU", figures.cpu(TOGETHER), "us");
    }

    private void outbox(Figures figures) {
        add("outbox, batch that passes through", figures.cpu("OutboxBenchmark.passing"), "us");
        add("outbox, batch that waits and is drained", figures.cpu("OutboxBenchmark.gathering"), "us");
    }

    private void fanOut(Figures figures) {
        List<double[]> points = new ArrayList<>();
        for (int members : ROOMS) {
            String name = "FanOutBenchmark.fanOut " + members;
            if (!figures.has(name)) continue;
            points.add(new double[] {members, figures.cpu(name)});
            add("one event to " + members + " members, CPU", figures.cpu(name), "us");
            add(
                    "one event to " + members + " members, allocated per delivery",
                    figures.bytes(name) / members,
                    "B",
                    members == 1_000 ? 32 : Double.POSITIVE_INFINITY);
        }
        if (points.size() < 2) return;
        Line line = Line.fitted(
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray());
        add("one event to n members, CPU = a + b n: a", line.base(), "us");
        add("one event to n members, CPU = a + b n: b", line.each() * 1_000, "ns");
    }

    private void logs(Figures figures) {
        for (String log : List.of("memory", "sqlite")) {
            for (int batch : new int[] {1, 64}) {
                // Parameters stand in the order of their names.
                double micros = figures.micros("LogBenchmark.append " + batch + " " + log);
                add(log + " log, append of " + batch + ", time per message", micros / batch, "us");
            }
        }
    }

    private void catchUp(Figures figures) {
        add("catch-up of 1 000 clients by 100 events, CPU", figures.cpu(CATCH_UP) / 1e3, "ms");
        add("those bytes written plainly, CPU", figures.cpu(PLAINLY) / 1e3, "ms");
        add("catch-up / plainly", figures.cpu(CATCH_UP) / figures.cpu(PLAINLY), "", 2);
    }

    private void add(String what, double value, String unit) {
        add(what, value, unit, Double.POSITIVE_INFINITY);
    }

    private void add(String what, double value, String unit, double atMost) {
        rows.add(new Row(what, value, unit, atMost));
    }

    boolean isMissed() {
        return rows.stream().anyMatch(Row::isMissed);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Row row : rows) text.append(row.text().stripTrailing()).append(System.lineSeparator());
        return text.toString();
    }
}
