package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL itself stands still while clients send. Beside {@link PostgresKilledIT}: both mostly wait. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PostgresStoppedIT {
    @TempDir
    Path folder;

    @Test
    void databaseThatStandsStillMakesAllWaitAndNothingElse() throws Exception {
        PostgresTrouble pause = (place, crowd) -> {
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
        };
        pause.underLoad(folder);
    }
}
