package io.imbed.store.jdbc;

import io.imbed.spi.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two servers on one PostgreSQL or MariaDB, and clients that move between them: one after the other is killed with SIGKILL while they
 * talk, then everybody is sent to another node, and at the end what anybody was told is held against the log.
 * {@code -Dim.kills} says how often, {@code -Dim.seed} when.
 */
class NodesIT {
    private static final int KILLS = Integer.getInteger("im.kills", 2);

    private final List<ServerProcess> nodes = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void end() throws InterruptedException {
        for (ServerProcess each : nodes) each.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingIsLostRepeatedOrReorderedOverTwoNodes(String database) throws Exception {
        long seed = Long.getLong("im.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Place place = Place.make(database, folder)) {
            try (Storage storage = place.open()) {
                Crowd.makeRooms(storage);
            }
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                nodes.add(ServerProcess.start(place.address(), 0));
                ports.add(nodes.get(i).awaitReady());
            }
            try (Balancer balancer = new Balancer(ports);
                    Crowd crowd = new Crowd(balancer.port())) {
                crowd.start();
                for (int kill = 0; kill < KILLS; kill++) {
                    int node = random.nextInt(2);
                    crowd.awaitAcked(crowd.acked() + 300 + random.nextInt(500));
                    nodes.get(node).close();
                    crowd.reconnectNow();
                    crowd.awaitAcked(crowd.acked() + 300 + random.nextInt(500));
                    nodes.set(node, ServerProcess.start(place.address(), ports.get(node)));
                    nodes.get(node).awaitReady();
                    balancer.shuffle();
                    crowd.reconnectNow();
                }
                crowd.awaitEverybody();
                try (Storage storage = place.open()) {
                    crowd.awaitQuiet(storage);
                    crowd.check("seed " + seed, storage);
                }
            }
        }
    }
}
