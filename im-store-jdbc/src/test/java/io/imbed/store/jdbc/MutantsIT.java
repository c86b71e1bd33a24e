package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Storage;
import io.imbed.testkit.history.Rule;
import io.imbed.testkit.history.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The proof of the other proofs: servers whose storage breaks one promise run under load, are killed and come back, as in
 * {@link KillIT}, and what everybody was told gives each of them away. {@link SyncIT} has the one that this cannot find.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MutantsIT {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} breaks {2}")
    @CsvSource({
        "AckBeforeCommit, sqlite, ACKED_IS_KEPT, false",
        "WriteDelay, h2, ACKED_IS_KEPT, false",
        "NumbersFromASequence, sqlite, NUMBERS_WITHOUT_GAPS, false",
        "NoUniqueKey, sqlite, ONE_SEQ_PER_CLIENT_ID, true",
        "CatchUpSkipsOne, sqlite, STREAM_WITHOUT_GAPS, true"
    })
    void brokenStorageIsCaught(String mutant, String database, Rule broken, boolean whenTheyComeBack) throws Exception {
        String sound = database + ":" + folder;
        try (Storage storage = Place.open(sound)) {
            Crowd.makeRooms(storage);
        }
        ServerProcess server = ServerProcess.start(mutant + ":" + folder, 0);
        int port = server.awaitReady();
        try (Crowd crowd = new Crowd(port)) {
            crowd.start();
            underLoadAndKilled(server, crowd);
            if (whenTheyComeBack) {
                try (ServerProcess again = ServerProcess.start(mutant + ":" + folder, port)) {
                    again.awaitReady();
                    crowd.reconnectNow();
                    crowd.awaitEverybody();
                    crowd.readFromTheBeginning();
                }
            }
            try (Storage storage = Place.open(sound)) {
                assertThat(found(crowd, storage)).contains(broken);
            }
        }
    }

    /** The rules that were broken. */
    private static List<Rule> found(Crowd crowd, Storage storage) throws Exception {
        try {
            return crowd.violations(storage).stream().map(Violation::rule).toList();
        } catch (ExecutionException unread) {
            // H2 that was killed before it had written may come back with an event and without its message: seen by
            // whoever reads the rows, so without a state or code of a database.
            boolean lost = unread.getCause() instanceof SqlFailure failure
                    && failure.failure().getSQLState() == null
                    && failure.failure().getErrorCode() == 0;
            if (lost) return List.of(Rule.ACKED_IS_KEPT);
            throw unread;
        }
    }

    private void underLoadAndKilled(ServerProcess server, Crowd crowd) throws Exception {
        Path now = folder.resolve(Mutants.NOW);
        try (server) {
            crowd.awaitAcked(100);
            Files.createFile(now);
            crowd.awaitAckedOr(crowd.acked() + 100, () -> !server.process().isAlive());
        } finally {
            Files.delete(now);
        }
    }
}
