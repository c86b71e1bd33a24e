package io.imbed.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes and migrates the tables: numbered files of plain SQL, one folder for each dialect, and a table of our own that says
 * which have run. A host's migration tool has a table of its own and knows nothing of this one, unless the host leaves the
 * tables to it: then it runs the same text, and here they are only looked at.
 *
 * <p>All of it is done under the dialect's lock, so that of several that start at once one does the work.
 */
final class Schema {
    /** For each version, the oldest release of the schema whose code may use it. */
    private static final List<Integer> MIN_COMPATIBLE = List.of(1);

    private static final int NEWEST = MIN_COMPATIBLE.size();

    private static final String VERSIONS =
            "CREATE TABLE IF NOT EXISTS $schema (version INTEGER NOT NULL, min_compatible INTEGER NOT NULL)";
    private static final Pattern TABLE = Pattern.compile("CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?(\\$\\w+)");

    private record Version(int version, int minCompatible) {
        static final Version NONE = new Version(0, 0);
    }

    private Schema() {}

    /**
     * Brings the tables to this version, unless they are newer and may be used as they are.
     *
     * @throws IOException if they are newer and may not
     */
    static void migrate(Session session, Dialect dialect) throws IOException {
        dialect.lockSchema(session);
        boolean done = false;
        try {
            session.execute(VERSIONS);
            Version found = version(session);
            requireCompatible(found);
            for (int version = found.version() + 1; version <= NEWEST; version++) run(session, dialect, version);
            done = true;
        } finally {
            dialect.unlockSchema(session, done);
        }
    }

    /**
     * Looks whether the tables are there, and of a version that may be used.
     *
     * @throws IOException if not, with what is missing
     */
    static void check(Session session, Dialect dialect) throws IOException {
        String help = "; let the migration tool run the SQL that JdbcStorage.schema(\"" + dialect.name()
                + "\", prefix) returns";
        if (!exists(session, "$schema")) {
            throw new IOException("there is no table " + session.named("$schema") + help);
        }
        Version found = version(session);
        requireCompatible(found);
        if (found.version() < NEWEST) {
            throw new IOException(
                    "the tables have version " + found.version() + ", and this release needs version " + NEWEST + help);
        }
        for (String table : tables(dialect)) {
            if (!exists(session, table)) throw new IOException("there is no table " + session.named(table) + help);
        }
    }

    /** All tables, with a $ for the prefix. */
    static List<String> tables(Dialect dialect) throws IOException {
        List<String> tables = new ArrayList<>(List.of("$schema"));
        for (int version = 1; version <= NEWEST; version++) {
            Matcher found = TABLE.matcher(text(dialect.name(), version));
            while (found.find()) tables.add(found.group(1));
        }
        return tables;
    }

    static boolean exists(Session session, String table) {
        return session.succeeds("SELECT 1 FROM " + table + " WHERE 1 = 0");
    }

    /** The SQL of all versions, and what says that they have run. */
    static String sql(String dialect, String prefix) throws IOException {
        StringBuilder sql = new StringBuilder(VERSIONS).append(";\n\n");
        for (int version = 1; version <= NEWEST; version++) {
            sql.append(text(dialect, version).strip()).append("\n\n");
        }
        sql.append("INSERT INTO $schema (version, min_compatible) VALUES (" + NEWEST + ", "
                + MIN_COMPATIBLE.get(NEWEST - 1) + ");\n");
        return sql.toString().replace("$", prefix);
    }

    private static void requireCompatible(Version found) throws IOException {
        if (found.minCompatible() <= NEWEST) return;
        throw new IOException("the tables have version " + found.version() + " and need a release that knows version "
                + found.minCompatible() + "; this one knows " + NEWEST + " at most");
    }

    private static Version version(Session session) {
        return session.one(
                        row -> new Version((int) row.number(), (int) row.number()),
                        "SELECT version, min_compatible FROM $schema")
                .orElse(Version.NONE);
    }

    private static void run(Session session, Dialect dialect, int version) throws IOException {
        for (String statement : statements(text(dialect.name(), version))) session.execute(statement);
        session.execute("DELETE FROM $schema");
        session.update(
                "INSERT INTO $schema (version, min_compatible) VALUES (?, ?)",
                version,
                MIN_COMPATIBLE.get(version - 1));
    }

    private static List<String> statements(String text) {
        String withoutComments =
                text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(withoutComments.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String text(String dialect, int version) throws IOException {
        String name = dialect + "/" + version + ".sql";
        try (InputStream file = Schema.class.getResourceAsStream(name)) {
            if (file == null) throw new IOException("the schema " + name + " is missing from the jar");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
