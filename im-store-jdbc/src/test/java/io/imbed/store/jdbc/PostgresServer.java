package io.imbed.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A PostgreSQL as durable as it is out of the box, started once for all tests of this JVM. */
final class PostgresServer {
    private static final class Holder {
        static final TestDatabase DATABASE = start();
    }

    private PostgresServer() {}

    static TestDatabase database() {
        return Holder.DATABASE;
    }

    private static TestDatabase start() {
        try {
            EmbeddedPostgres server = builder().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
            return new TestDatabase(url(server), "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start: " + e.getMessage(), e);
        }
    }

    /** Embedded, it would spare itself the disk. */
    static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on");
    }

    static String url(EmbeddedPostgres server) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
