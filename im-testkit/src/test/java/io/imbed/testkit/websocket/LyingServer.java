package io.imbed.testkit.websocket;

import io.imbed.testkit.Together;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a request for a WebSocket with 101 and then says the same bytes to everybody, whatever they say, and hangs up
 * when they do.
 */
final class LyingServer implements AutoCloseable {
    private static final String SWITCHING = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> accepted = new ArrayList<>(); // guarded by this
    private final byte[] says;
    private final boolean hangsUp;

    LyingServer(byte[] says, boolean hangsUp) throws IOException {
        this.says = says;
        this.hangsUp = hangsUp;
        Together.start(this::run);
    }

    URI address() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/im");
    }

    private void run() {
        try {
            while (true) {
                Socket client = listening.accept();
                synchronized (this) {
                    accepted.add(client);
                }
                Together.start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            int lineEnds = 0;
            for (int next; lineEnds < 4 && (next = in.read()) >= 0; ) {
                lineEnds = next == (lineEnds % 2 == 0 ? '\r' : '\n') ? lineEnds + 1 : 0;
            }
            client.getOutputStream().write(Bytes.join(Bytes.utf8(SWITCHING), says));
            if (hangsUp) client.shutdownOutput();
            in.readAllBytes();
        } catch (IOException gone) {
            // So is its client.
        }
    }

    @Override
    public synchronized void close() throws IOException {
        listening.close();
        for (Socket client : accepted) client.close();
    }
}
