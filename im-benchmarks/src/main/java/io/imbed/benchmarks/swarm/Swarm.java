package io.imbed.benchmarks.swarm;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Very many connections on one thread: whoever made it calls {@link #turn} for as long as it goes on, and everything
 * happens in there. What is received goes to the {@link Connection} as bytes, so that a program which only counts markers
 * never has to look at frames.
 *
 * <p>Connections that were asked for are opened a few at a time, since a server's backlog is bounded and a connect that
 * finds it full waits for a second.
 *
 * <p>Threads: one.
 */
public final class Swarm implements Closeable {
    private static final int OPENING_AT_ONCE = 256;
    private static final int RECEIVE_BYTES = 256 * 1024;

    private record Asked(
            Connection connection, URI server, @Nullable SocketAddress from) {}

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(RECEIVE_BYTES);
    private final byte[] bytes = new byte[RECEIVE_BYTES];
    private final Deque<Asked> asked = new ArrayDeque<>();
    private final int openingAtOnce;
    private int opening;

    public Swarm() throws IOException {
        this(OPENING_AT_ONCE);
    }

    /** @param openingAtOnce more, for such as never finish opening */
    public Swarm(int openingAtOnce) throws IOException {
        this.openingAtOnce = openingAtOnce;
    }

    /** Opens a connection as soon as fewer others are being opened. It is told by {@link Connection#opened}. */
    public void connect(Connection connection, URI server) {
        connect(connection, server, null);
    }

    /**
     * The same from an address of this machine: one address has about 28 000 ports for connections to one other.
     *
     * @param from null for whatever the system chooses
     */
    public void connect(Connection connection, URI server, @Nullable SocketAddress from) {
        asked.add(new Asked(connection, server, from));
    }

    /** Does all that can be done now; if that is nothing, waits for as long. */
    public void turn(long waitMillis) throws IOException {
        while (opening < openingAtOnce && !asked.isEmpty()) open(asked.remove());
        if (waitMillis > 0) selector.select(this::ready, waitMillis);
        else selector.selectNow(this::ready);
    }

    private void open(Asked one) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, one.connection());
        one.connection().begin(key, one.server());
        opening++;
        try {
            one.connection().prepare(channel);
            if (one.from() != null) channel.bind(one.from());
            if (channel.connect(
                    new InetSocketAddress(one.server().getHost(), one.server().getPort()))) connected(one.connection());
        } catch (IOException refused) {
            end(one.connection(), refused);
        }
    }

    private void ready(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isConnectable() && connection.channel().finishConnect()) connected(connection);
            if (key.isValid() && key.isWritable()) connection.flush();
            if (key.isValid() && key.isReadable()) receive(connection);
        } catch (IOException lost) {
            end(connection, lost);
        }
    }

    private static void connected(Connection connection) throws IOException {
        connection.key().interestOps(SelectionKey.OP_READ);
        connection.send(ByteBuffer.wrap(connection.upgrade()));
    }

    private void receive(Connection connection) throws IOException {
        int count = connection.channel().read(buffer.clear());
        if (count < 0) throw new IOException("the server ended the connection");
        buffer.flip().get(bytes, 0, count);
        boolean wasOpen = connection.isOpen();
        int from = wasOpen ? 0 : connection.readUpgrade(bytes, count);
        if (!wasOpen && connection.isOpen()) {
            opening--;
            connection.opened();
        }
        if (from < count) connection.received(bytes, from, count);
    }

    private void end(Connection connection, IOException why) {
        if (!connection.isOpen()) opening--;
        connection.cut();
        connection.ended(why);
    }

    /** Cuts all connections, without a close. */
    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) key.channel().close();
        selector.close();
    }
}
