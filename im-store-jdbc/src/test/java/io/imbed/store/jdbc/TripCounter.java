package io.imbed.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server and counts round trips: how often the client spoke after the server had. For one
 * connection that is asked and answered in turn. Threads: its own, and any that ask.
 */
final class TripCounter implements AutoCloseable {
    private final ServerSocket listener;
    private final int serverPort;
    private final AtomicInteger trips = new AtomicInteger();
    private volatile boolean clientSpokeLast;

    TripCounter(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many there were so far. */
    int trips() {
        return trips.get();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            daemon(() -> pump(client, server, true));
            daemon(() -> pump(server, client, false));
        }
    }

    private void pump(Socket from, Socket to, boolean client) throws IOException {
        byte[] buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (client && !clientSpokeLast) trips.incrementAndGet();
                clientSpokeLast = client;
                out.write(buffer, 0, read);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void daemon(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException closed) {
                // the end of the test, or of one side
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
