package io.imbed.testkit;

import io.imbed.testkit.FaultProxy.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;

/** One proxied connection. Threads: the proxy's own; the public face hands everything to it. */
final class ProxyLink implements FaultProxy.Link {
    private final FaultProxy proxy;
    private final SocketChannel client;
    private final SocketChannel server;
    private final ProxyLeg toServer;
    private final ProxyLeg toClient;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private boolean paused;
    private volatile boolean over;

    ProxyLink(FaultProxy proxy, Selector selector, SocketChannel client, SocketChannel server, FaultScript script)
            throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.toServer = new ProxyLeg(client, server, script.toServer(), proxy.tally().toServer);
        this.toClient = new ProxyLeg(server, client, script.toClient(), proxy.tally().toClient);
        this.clientKey = client.register(selector, 0, this);
        this.serverKey = server.register(selector, SelectionKey.OP_CONNECT, this);
    }

    @Override
    public void cut() {
        proxy.post(this::cutNow);
    }

    @Override
    public void pause() {
        proxy.post(() -> paused = true);
    }

    @Override
    public void resume() {
        proxy.post(() -> {
            paused = false;
            toServer.unstall();
            toClient.unstall();
        });
    }

    @Override
    public void halfClose(Direction direction) {
        proxy.post(() -> leg(direction).halfClose());
    }

    @Override
    public void swallow(Direction direction) {
        proxy.post(() -> leg(direction).swallow());
    }

    @Override
    public boolean isOver() {
        return over;
    }

    private ProxyLeg leg(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    /** Resets both ends. */
    void cutNow() {
        if (over) return;
        proxy.tally().cuts.incrementAndGet();
        end(true);
    }

    void end(boolean reset) {
        if (over) return;
        over = true;
        for (SocketChannel channel : List.of(client, server)) {
            if (reset) reset(channel);
            else closeQuietly(channel);
        }
    }

    /** Closes with a reset: a linger of zero also drops what the kernel still holds. */
    static void reset(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // Not connected, or gone: then there is nobody to be told.
        }
        closeQuietly(channel);
    }

    void connect(InetSocketAddress target) {
        try {
            if (!over) server.connect(target);
        } catch (IOException e) {
            cutNow(); // refused at once
        }
    }

    static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Nothing is to be saved: what was to arrive has been written before.
        }
    }

    /** Does what a ready key allows. */
    void ready(SelectionKey key, ByteBuffer scratch, long nowNanos) {
        if (over) return;
        try {
            if (key.isConnectable()) server.finishConnect();
            if (key.isReadable()) {
                ProxyLeg leg = key == clientKey ? toServer : toClient;
                try {
                    leg.read(scratch, nowNanos);
                } catch (IOException e) {
                    if (!leg.takesReset()) cutNow();
                }
            }
        } catch (IOException e) {
            cutNow(); // the server does not listen
        }
    }

    /**
     * Writes what is due and says what to wait for.
     *
     * @return nanoseconds until more is due
     */
    long turn(long nowNanos) {
        if (over || !server.isConnected()) return Long.MAX_VALUE;
        if (!paused) {
            try {
                if (toServer.write(nowNanos) || toClient.write(nowNanos)) cutNow();
            } catch (IOException e) {
                cutNow(); // the receiver has gone
            }
        }
        if (!over && toServer.isOver() && toClient.isOver()) end(false);
        if (over) return Long.MAX_VALUE;
        clientKey.interestOps(interest(toServer, toClient));
        serverKey.interestOps(interest(toClient, toServer));
        return paused ? Long.MAX_VALUE : Math.min(toServer.nanosToNext(nowNanos), toClient.nanosToNext(nowNanos));
    }

    private int interest(ProxyLeg out, ProxyLeg in) {
        if (paused) return 0;
        return (out.wantsRead() ? SelectionKey.OP_READ : 0) | (in.wantsWrite() ? SelectionKey.OP_WRITE : 0);
    }
}
