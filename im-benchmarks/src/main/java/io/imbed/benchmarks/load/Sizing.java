package io.imbed.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * What a server of some size takes, beside what SIZING.md says it takes. Nothing is wanted of it but that all is delivered:
 * it is for reading.
 */
final class Sizing {
    private Sizing() {}

    /**
     * What SIZING.md computes with, measured by this program on the machine that it names.
     *
     * @param cores of that machine, kept busy
     * @param heap bytes that live
     */
    record Estimate(double cores, double heap) {
        private static final double SEND_MICROS = 350;
        private static final double DELIVERY_MICROS = 15.5;
        private static final double CONNECTION_MICROS = 2;
        private static final double SERVER_BYTES = 8.5e6;
        private static final double CONNECTION_BYTES = 5_700;
        private static final double ROOM_BYTES = 69_000;
        private static final double MESSAGE_BYTES = 300;

        static Estimate of(Scale scale) {
            double micros = scale.perSecond() * (SEND_MICROS + scale.size() * DELIVERY_MICROS)
                    + scale.members() * CONNECTION_MICROS;
            double bytes = SERVER_BYTES
                    + scale.members() * CONNECTION_BYTES
                    + scale.rooms() * (ROOM_BYTES + scale.kept() * (MESSAGE_BYTES + scale.textBytes()));
            return new Estimate(micros / 1e6, bytes);
        }
    }

    static Outcome run(Scale scale) throws IOException {
        Outcome outcome = new Outcome();
        try (ServerProcess server = ServerProcess.start(scale, 0, null)) {
            Run run = new Run(scale, server.awaitReady(), scale.size(), outcome);
            try (Crowd crowd = run.crowd()) {
                run.enter();
                Steady.warmUp(scale, run, scale.time().multipliedBy(2)); // Until all is compiled, as in Comparison.
                crowd.talk(scale.perSecond());
                run.go(scale.time().dividedBy(4)); // What the hurry has left is done.
                Duration cpu = server.cpu();
                long nanos = System.nanoTime();
                run.go(scale.time());
                double cores = (double) server.cpu().minus(cpu).toNanos() / (System.nanoTime() - nanos);
                long heap = run.measure(server).of("heap");
                Estimate estimate = Estimate.of(scale);
                outcome.figure("cores, estimated", format(cores, estimate.cores()));
                outcome.figure("live heap in MB, estimated", format(heap / 1e6, estimate.heap() / 1e6));
                outcome.bytes("RSS", server.resident());
                run.settle(scale.size());
                outcome.times("acknowledged after", crowd.ledger().takeAcks());
            }
        }
        return outcome;
    }

    private static String format(double seen, double estimated) {
        return String.format(Locale.ROOT, "%.3f, %.3f", seen, estimated);
    }
}
