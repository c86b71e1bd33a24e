package io.imbed.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * A tenth of the members of each room stop reading: the others hardly notice, and those who do not read are closed as
 * slow consumers.
 */
final class SlowReaders {
    private static final Duration GLANCE = Duration.ofSeconds(2);
    private static final String CLOSED = "im.connections.closed.4001";

    private SlowReaders() {}

    /**
     * @param limit within which those who do not read have to be closed
     * @param noise as slow as this the others may become in any case
     */
    static Outcome run(Scale scale, Duration limit, Duration noise) throws IOException {
        Outcome outcome = new Outcome();
        int deaf = Math.max(1, scale.size() / 10);
        int listening = scale.size() - deaf;
        try (ServerProcess server = ServerProcess.start(scale, 0, null)) {
            Run run = new Run(scale, server.awaitReady(), listening, outcome);
            try (Crowd crowd = run.crowd()) {
                run.enter();
                crowd.talk(scale.perSecond());
                run.go(scale.time()); // until the server is warm
                crowd.ledger().takeAcks();
                run.go(scale.time());
                Histogram before = crowd.ledger().takeAcks();
                outcome.times("acknowledged after, all read", before);
                crowd.deafen();
                outcome.figure("connections that stop to read", scale.rooms() * deaf);
                long closed = awaitClosed(server, run, (long) scale.rooms() * deaf, limit);
                Histogram after = crowd.ledger().takeAcks();
                outcome.times("acknowledged after, a tenth do not read", after);
                outcome.figure("closed with 4001", closed);
                outcome.bytes("RSS", server.resident());
                run.settle(listening);
                double bound = Math.max(2 * Outcome.millis(before, 99), noise.toMillis());
                outcome.want(closed == (long) scale.rooms() * deaf, "all of those who do not read closed with 4001");
                outcome.want(Outcome.millis(after, 99) <= bound, "p99 of the others within " + bound + " ms");
                outcome.want(
                        crowd.errors().isEmpty() && crowd.closes().isEmpty(), "no errors, none of the others lost");
            }
        }
        return outcome;
    }

    /** Returns how many have been closed. */
    private static long awaitClosed(ServerProcess server, Run run, long wanted, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        long closed = 0;
        while (closed < wanted && System.nanoTime() < end) {
            run.go(GLANCE);
            Counts counts = run.counts(server);
            closed = counts.ofAny(CLOSED);
        }
        return closed;
    }
}
