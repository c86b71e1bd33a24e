package io.imbed.benchmarks.peers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Messages in a SQLite file, as durable as Imbed's own are by default: the write-ahead log is synced with each commit.
 *
 * <p>Threads: one.
 */
final class SqliteMessages implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;

    private SqliteMessages(Connection connection) throws SQLException {
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE IF NOT EXISTS messages"
                    + " (id INTEGER PRIMARY KEY, room TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL)");
            statement.execute("CREATE INDEX IF NOT EXISTS messages_of_room ON messages (room, id)");
        }
        insert = connection.prepareStatement("INSERT INTO messages (room, at, text) VALUES (?, ?, ?)");
    }

    static SqliteMessages open(Path folder) throws SQLException {
        return new SqliteMessages(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("messages.db")));
    }

    /** Returns when it is on the disk: each is a transaction of its own, as connections are by default. */
    void add(String room, long atMillis, String text) throws SQLException {
        insert.setString(1, room);
        insert.setLong(2, atMillis);
        insert.setString(3, text);
        insert.executeUpdate();
    }

    /** The first value of the first row. */
    String asked(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            return found.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
