package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.peers.BroadcastServer;
import io.imbed.benchmarks.peers.ImbedServer;
import io.imbed.benchmarks.peers.NettyServer;
import java.io.IOException;
import java.util.List;

/** A kind of server that is compared. */
enum Peer {
    IMBED("Imbed", ImbedServer.class, new ImV1()),
    /** The yardstick. */
    NETTY("bare Netty", NettyServer.class, new Bare()),
    BROADCAST("Java-WebSocket broadcast()", BroadcastServer.class, new Bare());

    /**
     * The same for all. On two cores the parallel collector costs a chat server least, since what it keeps lives longer than
     * a moment and not for ever.
     */
    private static final List<String> OPTIONS = List.of("-Xmx1g", "-XX:+UseParallelGC");

    private final String label;
    private final Class<?> main;
    private final Dialect dialect;

    Peer(String label, Class<?> main, Dialect dialect) {
        this.label = label;
        this.main = main;
        this.dialect = dialect;
    }

    String label() {
        return label;
    }

    Dialect dialect() {
        return dialect;
    }

    ServerProcess start(Work work) throws IOException {
        return ServerProcess.java(main, OPTIONS, List.of(String.valueOf(work.rooms())));
    }
}
