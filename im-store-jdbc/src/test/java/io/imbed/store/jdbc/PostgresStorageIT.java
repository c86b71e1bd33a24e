package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

/** What is particular to rooms in PostgreSQL. */
class PostgresStorageIT extends SharedDatabaseCase {
    @Override
    TestDatabase database() {
        return PostgresServer.database();
    }

    @Override
    String dialect() {
        return "postgresql";
    }

    @Override
    String slowQuery() {
        return "SELECT pg_sleep(20)";
    }

    @Test
    void databaseThatMayLoseSomethingIsRefusedUnlessThatIsEnough() throws Exception {
        String url = database().url() + "?options=-c%20synchronous_commit=off";
        try (HikariDataSource weaker = TestDatabase.pool(url, database().user(), "", 8)) {
            weakerDatabaseBeginsAnotherEpochWhenItHasEnded(
                    JdbcStorage.builder(weaker).prefix(prefix), "synchronous_commit is off and must be on");
        }
    }

    @Test
    void standbyIsRefused() {
        String url = database().url() + "?options=-c%20default_transaction_read_only=on";
        try (HikariDataSource standby = TestDatabase.pool(url, database().user(), "", 8)) {
            assertThatThrownBy(() -> JdbcStorage.builder(standby).prefix(prefix).build())
                    .hasMessageContaining("cannot open the database")
                    .hasMessageContaining("read-only");
        }
    }
}
