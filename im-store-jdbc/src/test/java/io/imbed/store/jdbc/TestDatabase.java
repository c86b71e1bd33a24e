package io.imbed.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database that tests share, with a pool as a host would have it. Each test has a prefix of its own, so that none has to
 * wait for a server.
 */
final class TestDatabase {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private final HikariDataSource pool;

    TestDatabase(String url, String user, String password) {
        pool = pool(url, user, password, 24);
    }

    static HikariDataSource pool(String url, String user, String password, int connections) {
        HikariConfig config = config(url, connections);
        config.setUsername(user);
        config.setPassword(password);
        return new HikariDataSource(config);
    }

    /** @param url which names the user, too */
    static HikariDataSource pool(String url, int connections) {
        return new HikariDataSource(config(url, connections));
    }

    private static HikariConfig config(String url, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        return config;
    }

    DataSource source() {
        return pool;
    }

    String user() {
        return pool.getUsername();
    }

    String url() {
        return pool.getJdbcUrl();
    }

    int port() {
        return server().getPort();
    }

    private URI server() {
        return URI.create(url().substring("jdbc:".length()));
    }

    /** Other connections, by another port that leads to the same server. */
    HikariDataSource through(int port) {
        String url = url().replace(":" + port() + "/", ":" + port + "/");
        return pool(url, pool.getUsername(), pool.getPassword(), 8);
    }

    /** A name that no other test of this run has. */
    static String freshPrefix() {
        return "t" + PREFIXES.incrementAndGet() + "_";
    }

    JdbcStorage.Builder fresh() {
        return JdbcStorage.builder(pool).prefix(freshPrefix());
    }
}
