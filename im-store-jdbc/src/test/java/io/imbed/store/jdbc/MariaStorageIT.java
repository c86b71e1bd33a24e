package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Durability;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is particular to rooms in MariaDB. */
class MariaStorageIT extends SharedDatabaseCase {
    @Override
    TestDatabase database() {
        return MariaServer.database();
    }

    @Override
    String dialect() {
        return "mysql";
    }

    @Override
    String slowQuery() {
        return "SELECT SLEEP(20)";
    }

    @Test
    void databaseThatMayLoseSomethingIsRefusedUnlessThatIsEnough() throws Exception {
        sql("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
        try {
            weakerDatabaseBeginsAnotherEpochWhenItHasEnded(
                    builder(), "innodb_flush_log_at_trx_commit is 2 and must be 1");
        } finally {
            sql("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        }
    }

    /** A host's own migration, or a default of the server's, may have made any of them differently. */
    @Test
    void tableOfAnEngineWithoutTransactionsIsRefused() throws Exception {
        open().close();
        for (String table : List.of("$message", "$pending", "$schema")) {
            sql("ALTER TABLE " + table + " ENGINE = MyISAM");
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "the engine of " + table.replace("$", prefix) + " is MyISAM and must be InnoDB");
            sql("ALTER TABLE " + table + " ENGINE = InnoDB");
        }
        assertThat(open().traits().durability()).isEqualTo(Durability.DISK);
    }

    /** DDL commits by itself: a node that was killed while it made the tables leaves some of them. */
    @Test
    void tablesOfWhichSomeAreThereAreMade() throws Exception {
        open().close();
        sql("DROP TABLE $member", "DROP TABLE $life", "DELETE FROM $schema");

        Rooms.make(open(), "room");
    }
}
