package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.TemporaryFolder;
import io.imbed.benchmarks.peers.BroadcastServer;
import io.imbed.benchmarks.peers.ImbedServer;
import io.imbed.benchmarks.peers.NettyServer;
import io.imbed.benchmarks.peers.NettySqliteServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A kind of server that is compared. */
enum Peer {
    IMBED("Imbed", Program.ours(ImbedServer.class), new ImV1()),
    /** The yardstick. */
    NETTY("bare Netty", Program.ours(NettyServer.class), new Bare()),
    BROADCAST("Java-WebSocket broadcast()", Program.ours(BroadcastServer.class), new Bare()),
    NETTY_SOCKETIO("netty-socketio", Program.others("NettySocketIoServer", "1g"), new SocketIo()),
    /** Of its connections not 9 000 fit into the memory that is enough for the others. */
    STOMP("Spring STOMP", Program.others("StompServer", "2g"), new Stomp()),
    WS("Node ws", Program.node("ws.mjs"), new Bare()),
    SOCKETIO("Node socket.io", Program.node("socketio.mjs"), new SocketIo()),
    IMBED_SQLITE("Imbed on SQLite", Program.ours(ImbedServer.class), new ImV1(), true),
    NETTY_SQLITE("Netty on SQLite", Program.ours(NettySqliteServer.class), new Bare(), true);

    private static final Duration START = Duration.ofSeconds(60);

    private final String label;
    private final Program program;
    private final Dialect dialect;
    private final boolean stores;

    Peer(String label, Program program, Dialect dialect) {
        this(label, program, dialect, false);
    }

    Peer(String label, Program program, Dialect dialect, boolean stores) {
        this.label = label;
        this.program = program;
        this.dialect = dialect;
        this.stores = stores;
    }

    /** As in {@code peers=}. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String label() {
        return label;
    }

    Dialect dialect() {
        return dialect;
    }

    boolean isImbed() {
        return this == IMBED || this == IMBED_SQLITE;
    }

    /** Whether a message is on the disk before anybody sees it. It is given a folder, which goes with it. */
    boolean stores() {
        return stores;
    }

    /** How long it works before it is measured, where one on Java does so for as long. */
    Duration warmUp(Duration ofJava) {
        return program.warmUp(ofJava);
    }

    /** @throws IOException if it is not, with the command that installs it */
    void requireInstalled() throws IOException {
        program.command(false);
    }

    /** None where it does not run on Java. */
    List<String> jvmFlags(boolean touched) throws IOException {
        return program.command(touched).stream()
                .filter(each -> each.startsWith("-X"))
                .toList();
    }

    ServerProcess start(Work work) throws IOException {
        return start(work, false);
    }

    /** With a heap that takes no memory later on. */
    ServerProcess startTouched(Work work) throws IOException {
        return start(work, true);
    }

    private ServerProcess start(Work work, boolean touched) throws IOException {
        List<String> command = new ArrayList<>(program.command(touched));
        command.add(String.valueOf(work.rooms()));
        if (!stores) return new ServerProcess(command, () -> {}, START);
        TemporaryFolder folder = TemporaryFolder.create("im-comparison");
        command.add(folder.path().toString());
        return new ServerProcess(command, folder, START);
    }
}
