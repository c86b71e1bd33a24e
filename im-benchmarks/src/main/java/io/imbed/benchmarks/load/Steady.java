package io.imbed.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Everybody is connected and talks: no error, quick answers, and no more memory at the end than soon after the beginning.
 * The time has five parts; memory is looked at in the second one and in the last.
 *
 * <p>Before it, much is said in a hurry: a server that has just begun is still being compiled, and what it keeps of rooms and
 * clients is still filling, which says nothing about what happens in a week.
 */
final class Steady {
    private static final int PARTS = 5;
    private static final int SAMPLES = 10;
    private static final int HURRY = 5;

    private Steady() {}

    private record Memory(long live, long resident) {}

    /**
     * @param p99 that acknowledgements have to keep below
     * @param growth how many times the memory of the second part the last one may have
     */
    static Outcome run(Scale scale, Duration p99, double growth) throws IOException {
        Outcome outcome = new Outcome();
        try (ServerProcess server = ServerProcess.start(scale, 0, null)) {
            Run run = new Run(scale, server.awaitReady(), scale.size(), outcome);
            try (Crowd crowd = run.crowd()) {
                run.enter();
                warmUp(scale, run, scale.time().dividedBy(PARTS));
                Duration cpu = server.cpu();
                long deliveries = crowd.ledger().deliveries();
                crowd.talk(scale.perSecond());
                run.go(scale.time().dividedBy(PARTS));
                Memory begin = memory(scale, server, run);
                run.go(scale.time().dividedBy(PARTS).multipliedBy(PARTS - 3));
                Memory end = memory(scale, server, run);
                double micros = server.cpu().minus(cpu).toNanos() / 1e3;
                outcome.figure(
                        "server CPU per delivery",
                        String.format(
                                Locale.ROOT, "%.2f µs", micros / (crowd.ledger().deliveries() - deliveries)));
                run.settle(scale.size());
                var acks = crowd.ledger().takeAcks();
                outcome.times("acknowledged after", acks);
                outcome.times("delivered after", crowd.ledger().takeDeliveryTimes());
                outcome.bytes("live heap, early", begin.live());
                outcome.bytes("live heap, late", end.live());
                outcome.bytes("RSS, early", begin.resident());
                outcome.bytes("RSS, late", end.resident());
                outcome.want(crowd.errors().isEmpty() && crowd.closes().isEmpty(), "no errors, no connection lost");
                outcome.want(
                        Outcome.millis(acks, 99) < p99.toMillis(),
                        "p99 of acknowledgements below " + p99.toMillis() + " ms");
                outcome.want(end.live() < growth * begin.live(), "flat live heap");
                outcome.want(end.resident() < growth * begin.resident(), "flat RSS");
            }
        }
        return outcome;
    }

    static void warmUp(Scale scale, Run run, Duration time) throws IOException {
        run.crowd().talk(scale.perSecond() * HURRY);
        run.go(time);
        run.crowd().ledger().takeAcks();
        run.crowd().ledger().takeDeliveryTimes();
    }

    /** Over one part: RSS as it is on average, and the live heap at the end. */
    private static Memory memory(Scale scale, ServerProcess server, Run run) throws IOException {
        long resident = 0;
        for (int i = 0; i < SAMPLES; i++) {
            run.go(scale.time().dividedBy(PARTS * SAMPLES));
            resident += server.resident() / SAMPLES;
        }
        return new Memory(run.measure(server).of("heap"), resident);
    }
}
