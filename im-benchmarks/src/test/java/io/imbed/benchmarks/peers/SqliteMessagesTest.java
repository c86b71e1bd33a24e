package io.imbed.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteMessagesTest {
    @TempDir
    Path folder;

    private SqliteMessages messages;

    @BeforeEach
    void open() throws SQLException {
        messages = SqliteMessages.open(folder);
    }

    @AfterEach
    void close() throws SQLException {
        messages.close();
    }

    /** As Imbed's own file: 2 is FULL. */
    @Test
    void eachCommitIsSynced() throws SQLException {
        assertThat(messages.asked("PRAGMA journal_mode")).isEqualTo("wal");
        assertThat(messages.asked("PRAGMA synchronous")).isEqualTo("2");
    }

    /** What is in no transaction of another's can be seen from outside. */
    @Test
    void whatWasAddedIsCommitted() throws SQLException {
        messages.add("/r1", 1_000, "first");
        messages.add("/r1", 2_000, "second");

        try (SqliteMessages others = SqliteMessages.open(folder)) {
            assertThat(others.asked("SELECT group_concat(id || room || at || text) FROM messages"))
                    .isEqualTo("1/r11000first,2/r12000second");
        }
    }
}
