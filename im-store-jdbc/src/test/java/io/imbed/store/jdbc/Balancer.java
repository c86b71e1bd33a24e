package io.imbed.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One port before several servers: each connection goes to any of them that takes it, so clients that come back move from
 * node to node. Threads: any.
 */
final class Balancer implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<Integer> servers;
    private final List<Socket> open = new ArrayList<>(); // guarded by itself

    Balancer(List<Integer> servers) throws IOException {
        this.servers = List.copyOf(servers);
        daemon(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "balancer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = connect();
                if (server == null) {
                    client.close();
                    continue;
                }
                synchronized (open) {
                    open.add(client);
                    open.add(server);
                }
                daemon(() -> pump(client, server));
                daemon(() -> pump(server, client));
            }
        } catch (IOException closed) {
            // It is over.
        }
    }

    private @Nullable Socket connect() {
        int first = ThreadLocalRandom.current().nextInt(servers.size());
        for (int i = 0; i < servers.size(); i++) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), servers.get((first + i) % servers.size()));
            } catch (IOException down) {
                // The next one then.
            }
        }
        return null;
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) out.write(buffer, 0, count);
        } catch (IOException ended) {
            // Both ends are closed together.
        }
    }

    /** Breaks all connections, so that everybody comes back. */
    void shuffle() throws IOException {
        synchronized (open) {
            for (Socket each : open) each.close();
            open.clear();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        shuffle();
    }
}
