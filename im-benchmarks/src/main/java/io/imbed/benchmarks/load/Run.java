package io.imbed.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Steps that scenarios have in common, and what they find. Threads: one. */
final class Run {
    private static final Duration ENTER_LIMIT = Duration.ofMinutes(2);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
    private static final Duration MEASURE_LIMIT = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Scale scale;
    private final Crowd crowd;
    private final Outcome outcome;

    /** @param listening how many of each room are to have everything in the end */
    Run(Scale scale, URI server, int listening, Outcome outcome) throws IOException {
        this.scale = scale;
        this.outcome = outcome;
        this.crowd = new Crowd(server, scale.rooms(), scale.size(), listening, scale.textBytes());
    }

    Crowd crowd() {
        return crowd;
    }

    /** Everybody connects. */
    void enter() throws IOException {
        long begun = System.nanoTime();
        crowd.enter();
        outcome.want(everybodyIsBack(ENTER_LIMIT), "everybody connected");
        outcome.figure(
                "connections",
                String.format(
                        Locale.ROOT, "%d, open after %.1f s", crowd.greeted(), (System.nanoTime() - begun) / 1e9));
    }

    boolean everybodyIsBack(Duration limit) throws IOException {
        return crowd.run(limit.toMillis(), () -> crowd.greeted() == scale.members());
    }

    /** Goes on for so long. */
    void go(Duration time) throws IOException {
        crowd.run(time.toMillis(), () -> false);
    }

    /** What the server counts; everybody goes on meanwhile. */
    Counts counts(ServerProcess server) throws IOException {
        return ask(server, LoadServer.COUNT);
    }

    /** The same once it has collected its garbage, so that {@code heap} is what lives. */
    Counts measure(ServerProcess server) throws IOException {
        return ask(server, LoadServer.MEASURE);
    }

    private Counts ask(ServerProcess server, String order) throws IOException {
        CompletableFuture<Counts> figures = server.ask(order);
        if (!crowd.run(MEASURE_LIMIT.toMillis(), figures::isDone))
            throw new IOException("the server does not tell its figures");
        return figures.join();
    }

    /** Nobody speaks any more; waits until what was said has been acknowledged and delivered, and holds it all together. */
    void settle(int listening) throws IOException {
        crowd.talk(0);
        Ledger ledger = crowd.ledger();
        long begun = System.nanoTime();
        BooleanSupplier done = () -> ledger.isAllAcknowledged() && ledger.isAllDelivered(listening);
        while (!done.getAsBoolean() && System.nanoTime() - begun < SETTLE_LIMIT.toNanos()) go(GLANCE);
        // Whatever comes once too often comes now.
        go(GLANCE);
        ledger.check(listening).forEach(sentence -> outcome.want(false, sentence));
        outcome.figure("sends, acknowledged", ledger.sends() + ", " + ledger.acknowledged());
        outcome.figure("deliveries, repeated on the wire", ledger.deliveries() + ", " + ledger.repeats());
        outcome.figure("errors by code", crowd.errors().toString());
        outcome.figure("connections lost by close code", crowd.closes().toString());
    }
}
