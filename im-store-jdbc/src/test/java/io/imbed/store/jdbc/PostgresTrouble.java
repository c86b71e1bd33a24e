package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Storage;
import java.nio.file.Path;

/** What becomes of a PostgreSQL while clients send to a server on it. */
interface PostgresTrouble {
    void befall(PostgresPlace place, Crowd crowd) throws Exception;

    /** Lets it come over a server in a process of its own, which outlives it and has to keep what it has acknowledged. */
    default void underLoad(Path folder) throws Exception {
        try (PostgresPlace place = PostgresPlace.start(folder)) {
            try (Storage storage = place.open()) {
                Crowd.makeRooms(storage);
            }
            try (ServerProcess server = ServerProcess.start(place.address(), 0);
                    Crowd crowd = new Crowd(server.awaitReady())) {
                crowd.start();
                befall(place, crowd);
                crowd.awaitQuiet();
                assertThat(server.process().isAlive()).isTrue();
                server.kill();

                try (Storage storage = place.open()) {
                    crowd.check("database in trouble", storage);
                }
            }
        }
    }
}
