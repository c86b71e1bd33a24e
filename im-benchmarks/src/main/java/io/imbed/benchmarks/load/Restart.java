package io.imbed.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The server ends and is started again on its SQLite log while everybody talks: everybody is back within a minute of its
 * end, has missed nothing, and the log was read once for each room and place.
 */
final class Restart {
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private Restart() {}

    /** How a server ends. */
    enum End {
        DRAIN,
        KILL
    }

    /** @param folder empty; it is the server's */
    static Outcome run(Scale scale, End end, Path folder) throws IOException {
        Outcome outcome = new Outcome();
        ServerProcess first = ServerProcess.start(scale, 0, folder);
        try {
            URI address = first.awaitReady();
            Run run = new Run(scale, address, scale.size(), outcome);
            try (Crowd crowd = run.crowd()) {
                run.enter();
                crowd.talk(scale.perSecond());
                run.go(scale.time());
                outcome.times(
                        "acknowledged after, before the end", crowd.ledger().takeAcks());
                if (end == End.KILL) first.kill();
                else first.drain(least(scale.time(), DRAIN));
                outcome.want(crowd.run(END_LIMIT.toMillis(), () -> !first.isAlive()), "the server ended");
                long ended = System.nanoTime();
                try (ServerProcess second = ServerProcess.start(scale, address.getPort(), folder)) {
                    comeBack(scale, second, run, outcome, ended);
                }
            }
        } finally {
            first.close();
        }
        return outcome;
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static void comeBack(Scale scale, ServerProcess server, Run run, Outcome outcome, long ended)
            throws IOException {
        outcome.want(run.crowd().run(BACK_WITHIN.toMillis(), server::isReady), "the server started again");
        seconds(outcome, "server ready again after", ended);
        boolean back = run.everybodyIsBack(BACK_WITHIN);
        double after = seconds(outcome, "everybody back after", ended);
        outcome.want(back && after < BACK_WITHIN.toSeconds(), "everybody back within 60 s");
        run.go(scale.time());
        Counts figures = run.measure(server);
        run.settle(scale.size());
        outcome.times(
                "acknowledged after, outage included", run.crowd().ledger().takeAcks());
        outcome.figure(
                "server CPU since its start",
                String.format(Locale.ROOT, "%.1f s", server.cpu().toMillis() / 1e3));
        outcome.figure("rooms brought up to date", figures.ofAny("im.catchups.events"));
        outcome.figure(
                "reads of events, of different places", figures.of("log.reads") + ", " + figures.of("log.places"));
        outcome.want(figures.of("log.reads") == figures.of("log.places"), "one read for each room and place");
    }

    private static double seconds(Outcome outcome, String name, long since) {
        double seconds = (System.nanoTime() - since) / 1e9;
        outcome.figure(name, String.format(Locale.ROOT, "%.1f s", seconds));
        return seconds;
    }
}
