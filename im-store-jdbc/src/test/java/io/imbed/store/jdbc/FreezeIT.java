package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Storage;
import io.imbed.testkit.history.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server's process, or a client's, is stopped while they talk (SIGSTOP: its sockets stay open and nothing answers) and
 * goes on some seconds later. {@code -Dim.freeze.seconds} says how many; with 36 and more the other side has given it up.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FreezeIT {
    private static final int SECONDS = Integer.getInteger("im.freeze.seconds", 7);

    @TempDir
    Path folder;

    @Test
    void serverThatStandsStillLosesAndRepeatsNothing() throws Exception {
        try (Place place = roomy();
                ServerProcess server = ServerProcess.start(place.address(), 0);
                Crowd crowd = new Crowd(server.awaitReady())) {
            crowd.start();
            crowd.awaitAcked(500);

            standStill(server.process());

            crowd.awaitEverybody();
            crowd.awaitQuiet();
            server.kill();
            try (Storage storage = place.open()) {
                crowd.check("server stopped for " + SECONDS + " s", storage);
            }
        }
    }

    @Test
    void clientThatStandsStillMissesNothingAndHoldsUpNobody() throws Exception {
        try (Place place = roomy();
                ServerProcess server = ServerProcess.start(place.address(), 0);
                Crowd crowd = new Crowd(server.awaitReady())) {
            crowd.start();
            try (TalkingProcess talker = TalkingProcess.start(server.port(), folder.resolve("history"))) {
                long before = crowd.acked();
                standStill(talker.process());
                assertThat(crowd.acked())
                        .as("acknowledged to the others meanwhile")
                        .isGreaterThan(before + 100L * SECONDS);

                talker.fallSilent();
                crowd.awaitQuiet();
                List<Step> told = talker.catchUp();
                server.kill();
                try (Storage storage = place.open()) {
                    crowd.check("client stopped for " + SECONDS + " s", storage, told);
                }
                assertThat(told).as("what it was told").hasSizeGreaterThan(100);
            }
        }
    }

    private Place roomy() throws Exception {
        Place place = Place.make(Place.kind(), folder);
        try (Storage storage = place.open()) {
            Crowd.makeRooms(storage);
        }
        return place;
    }

    private static void standStill(Process process) throws Exception {
        Signals.standStill(process.toHandle());
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("it has ended")
                    .isFalse();
        } finally {
            Signals.goOn(process.toHandle());
        }
    }
}
