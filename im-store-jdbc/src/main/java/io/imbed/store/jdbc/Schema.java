package io.imbed.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes and migrates the tables: numbered files of plain SQL, one folder for each dialect, and a table of our own that says
 * which have run. A host's migration tool has a table of its own and knows nothing of this one.
 *
 * <p>All of it is one transaction, which takes the database's lock first, so that of several that start at once one does the
 * work.
 */
final class Schema {
    /** For each version, the oldest release of the schema whose code may use it. */
    private static final List<Integer> MIN_COMPATIBLE = List.of(1);

    private static final int NEWEST = MIN_COMPATIBLE.size();

    private record Version(int version, int minCompatible) {}

    private Schema() {}

    /**
     * Brings the tables to this version, unless they are newer and may be used as they are.
     *
     * @throws IOException if they are newer and may not
     */
    static void migrate(Session session, Dialect dialect) throws IOException {
        dialect.begin(session);
        boolean done = false;
        try {
            session.execute("CREATE TABLE IF NOT EXISTS $schema ("
                    + "version INTEGER NOT NULL, min_compatible INTEGER NOT NULL)");
            Version found = version(session).orElse(new Version(0, 0));
            if (found.minCompatible() > NEWEST) {
                throw new IOException("the tables have version " + found.version() + " and need a release that knows"
                        + " version " + found.minCompatible() + "; this one knows " + NEWEST + " at most");
            }
            for (int version = found.version() + 1; version <= NEWEST; version++) run(session, dialect, version);
            dialect.commit(session);
            done = true;
        } finally {
            if (!done) dialect.rollback(session);
        }
    }

    private static Optional<Version> version(Session session) {
        return session.one(
                row -> new Version((int) row.number(), (int) row.number()),
                "SELECT version, min_compatible FROM $schema");
    }

    private static void run(Session session, Dialect dialect, int version) throws IOException {
        for (String statement : statements(dialect, version)) session.execute(statement);
        session.execute("DELETE FROM $schema");
        session.update(
                "INSERT INTO $schema (version, min_compatible) VALUES (?, ?)",
                version,
                MIN_COMPATIBLE.get(version - 1));
    }

    private static List<String> statements(Dialect dialect, int version) throws IOException {
        String name = dialect.name() + "/" + version + ".sql";
        try (InputStream file = Schema.class.getResourceAsStream(name)) {
            if (file == null) throw new IOException("the schema " + name + " is missing from the jar");
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            String withoutComments =
                    text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
            return Arrays.stream(withoutComments.split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }
}
