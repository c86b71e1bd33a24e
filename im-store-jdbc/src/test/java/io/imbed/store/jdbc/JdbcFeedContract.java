package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.ChangeFeed;
import io.imbed.spi.Storage;
import io.imbed.testkit.ChangeFeedContract;
import io.imbed.testkit.EntryBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a feed does, of a database that two nodes share: one of them writes, or both. */
abstract class JdbcFeedContract extends ChangeFeedContract {
    private final String prefix = TestDatabase.freshPrefix();

    abstract TestDatabase database();

    @Override
    protected Storage open() throws Exception {
        return JdbcStorage.builder(database().source()).prefix(prefix).build();
    }

    @Override
    protected void outdate(Storage storage) throws SQLException {
        sql("DELETE FROM $change", "UPDATE $feed SET kept = token");
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = database().source().getConnection();
                Statement run = connection.createStatement()) {
            for (String each : statements) run.execute(each.replace("$", prefix));
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = database().source().getConnection();
                Statement run = connection.createStatement();
                ResultSet result = run.executeQuery(query.replace("$", prefix))) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void changesOfOtherNodesAreToldInOneOrder() throws Exception {
        Storage here = storage();
        try (Storage there = open()) {
            Rooms.make(here, "a");
            Rooms.make(there, "b");
            ChangeFeed feed = there.feed().orElseThrow();
            long token = Rooms.get(feed.now());

            Rooms.append(here, EntryBuilder.in("a").on(Rooms.state(here, "a")).post("alice", "c1", "c1"));
            Rooms.append(there, EntryBuilder.in("b").on(Rooms.state(here, "b")).post("alice", "c1", "c1"));

            assertThat(Rooms.get(feed.since(token, 10)).rooms())
                    .extracting(ChangeFeed.Changed::room)
                    .containsExactly("a", "b");
        }
    }

    @Test
    void whatIsOldIsDroppedALittleAtATime() throws Exception {
        Rooms.make(storage(), "room");
        ChangeFeed feed = storage().feed().orElseThrow();
        sql("UPDATE $feed SET token = token + " + (JdbcFeed.KEPT + 2 * JdbcFeed.PRUNED_AT_ONCE));
        long newest = Rooms.get(feed.now());

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (number("SELECT kept FROM $feed") < 2 * JdbcFeed.PRUNED_AT_ONCE && System.nanoTime() < deadline) {
            Rooms.get(feed.since(newest, 10));
        }

        assertThat(number("SELECT kept FROM $feed")).isEqualTo(2 * JdbcFeed.PRUNED_AT_ONCE);
        assertThat(number("SELECT COUNT(*) FROM $change")).isZero();
        assertThat(Rooms.get(feed.since(1, 10)).lost()).isTrue();
    }
}
