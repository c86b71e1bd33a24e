package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadAheadTest {
    /** Of two nodes that make one room the other one is first, once this one has looked for the room and found none. */
    @Test
    void whatComesWithARoomThatIsMadeMeanwhileIsNotSeen(@TempDir Path folder) throws Exception {
        SqliteDialect sqlite = new SqliteDialect();
        List<Entry> making = ManyChanges.making(1);
        try (Session session =
                new Session(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rooms.db")), "im_")) {
            Schema.migrate(session, sqlite);
            Bulk bulk = Around.proxy(Bulk.class, (method, arguments) -> {
                if (method.getName().equals("isOneTrip")) return true;
                if (!method.getName().equals("read")) return Around.call(sqlite.bulk(), method, arguments);
                List<?> queries = (List<?>) arguments[1];
                session.each((Query) queries.get(0));
                new WriteTurn(session, sqlite).write(List.of(making));
                queries.stream().skip(1).forEach(query -> session.each((Query) query));
                return null;
            });
            Dialect oneTrip = Around.proxy(
                    Dialect.class,
                    (method, arguments) ->
                            method.getName().equals("bulk") ? bulk : Around.call(sqlite, method, arguments));

            BatchDraft draft = new BatchDraft(session, oneTrip, Foreseen.of(List.of(making)));

            // Then the row of the room is there already when it is to be written, and all is tried again.
            assertThat(draft.apply(making, new HashSet<>())).hasOnlyElementsOfType(Outcome.Stored.class);
        }
    }
}
