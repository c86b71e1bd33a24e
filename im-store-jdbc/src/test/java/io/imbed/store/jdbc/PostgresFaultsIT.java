package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Storage;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL itself is killed or stands still while clients send; the server outlives it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PostgresFaultsIT {
    @TempDir
    Path folder;

    /** What becomes of the database while they send. */
    private interface Trouble {
        void befall(PostgresPlace place, Crowd crowd) throws Exception;
    }

    @Test
    void databaseThatIsKilledLosesNothingAcknowledged() throws Exception {
        underLoad((place, crowd) -> {
            for (int kill = 0; kill < 2; kill++) {
                crowd.awaitAcked(crowd.acked() + 500);
                place.kill();
                crowd.awaitDelayed();
                place.startAgain();
                crowd.awaitEverybody();
            }
        });
    }

    @Test
    void databaseThatStandsStillMakesAllWaitAndNothingElse() throws Exception {
        underLoad((place, crowd) -> {
            crowd.awaitAcked(crowd.acked() + 500);
            place.standStill();
            try {
                // The server's own limit for a send: whoever waits longer is told that nobody knows.
                crowd.awaitDelayed();
                long acked = crowd.acked();
                crowd.awaitDelayed();
                assertThat(crowd.acked()).as("acknowledged without a database").isEqualTo(acked);
            } finally {
                place.goOn();
            }
            crowd.awaitEverybody();
        });
    }

    private void underLoad(Trouble trouble) throws Exception {
        try (PostgresPlace place = PostgresPlace.start(folder)) {
            try (Storage storage = place.open()) {
                Crowd.makeRooms(storage);
            }
            try (ServerProcess server = ServerProcess.start(place.address(), 0);
                    Crowd crowd = new Crowd(server.awaitReady())) {
                crowd.start();
                trouble.befall(place, crowd);
                crowd.awaitQuiet();
                assertThat(server.process().isAlive()).isTrue();
                server.kill();

                try (Storage storage = place.open()) {
                    crowd.check("database in trouble", storage);
                }
            }
        }
    }
}
