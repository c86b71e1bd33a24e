package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However appends are gathered into transactions, the same is answered and the same is stored. */
class OneByOneTest {
    private static final List<String> TABLES =
            List.of("room", "member", "restraint", "message", "mention", "reaction", "event");
    private static final int ROUNDS = 80;
    private static final int MOST = 40;

    @Test
    void rowsAreTheSameHoweverAppendsAreGathered(@TempDir Path folder) throws Exception {
        Random random = new Random(20_261_126);
        Set<Class<?>> kinds = new HashSet<>();
        try (Session alone = open(folder.resolve("alone.db"));
                Session together = open(folder.resolve("together.db"))) {
            SomeEntries some = new SomeEntries(random, alone);
            for (int round = 0; round < ROUNDS; round++) {
                List<List<Entry>> appends = new ArrayList<>();
                List<List<Outcome>> expected = new ArrayList<>();
                for (int i = random.nextInt(MOST); i >= 0; i--) {
                    List<Entry> append = List.of(some.next());
                    appends.add(append);
                    expected.addAll(new WriteTurn(alone, new SqliteDialect()).write(List.of(append)));
                }

                List<List<Outcome>> outcomes = new WriteTurn(together, new SqliteDialect()).write(appends);

                assertThat(outcomes).as("round " + round).isEqualTo(expected);
                for (String table : TABLES) {
                    assertThat(rows(together, table))
                            .as(table + ", round " + round)
                            .isEqualTo(rows(alone, table));
                }
                outcomes.forEach(outcome -> kinds.add(outcome.get(0).getClass()));
            }
        }
        // Entries by chance show something only if they take every path.
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        Outcome.Stored.class,
                        Outcome.Duplicate.class,
                        Outcome.Conflict.class,
                        Outcome.Stale.class,
                        Outcome.Failed.class);
    }

    private static Session open(Path file) throws Exception {
        Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file), "im_");
        session.execute("PRAGMA synchronous = OFF"); // nothing here survives anything
        Schema.migrate(session, new SqliteDialect());
        return session;
    }

    private static List<String> rows(Session session, String table) {
        // All but what numbers mentions: one that an entry brings and a later one takes back is never written if they
        // go together.
        List<String> columns = session.all(
                row -> row.text(), "SELECT name FROM pragma_table_info('im_" + table + "') WHERE name <> 'nth'");
        return session
                .all(
                        row -> {
                            StringBuilder text = new StringBuilder();
                            for (int i = 0; i < columns.size(); i++)
                                text.append(row.textOrNull()).append('|');
                            return text.toString();
                        },
                        "SELECT " + String.join(", ", columns) + " FROM $" + table)
                .stream()
                .sorted()
                .toList();
    }
}
