package io.imbed.store.jdbc;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL itself is killed while clients send; the server outlives it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PostgresKilledIT {
    @TempDir
    Path folder;

    @Test
    void databaseThatIsKilledLosesNothingAcknowledged() throws Exception {
        PostgresTrouble kills = (place, crowd) -> {
            for (int kill = 0; kill < 2; kill++) {
                crowd.awaitAcked(crowd.acked() + 500);
                place.kill();
                crowd.awaitDelayed();
                place.startAgain();
                crowd.awaitEverybody();
            }
        };
        kills.underLoad(folder);
    }
}
