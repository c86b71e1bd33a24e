package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.peers.BroadcastServer;
import io.imbed.benchmarks.peers.ImbedServer;
import io.imbed.benchmarks.peers.NettyServer;
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
    SOCKETIO("Node socket.io", Program.node("socketio.mjs"), new SocketIo());

    private final String label;
    private final Program program;
    private final Dialect dialect;

    Peer(String label, Program program, Dialect dialect) {
        this.label = label;
        this.program = program;
        this.dialect = dialect;
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

    /** How long it works before it is measured, where one on Java does so for as long. */
    Duration warmUp(Duration ofJava) {
        return program.warmUp(ofJava);
    }

    /** @throws IOException if it is not, with the command that installs it */
    void requireInstalled() throws IOException {
        program.command(false);
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
        return new ServerProcess(command);
    }
}
