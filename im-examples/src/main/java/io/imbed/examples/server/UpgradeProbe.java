package io.imbed.examples.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Begins to open a WebSocket, as a client would, and looks at the answer. Threads: any; blocks, two seconds at most. */
final class UpgradeProbe implements Supplier<OptionalInt> {
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final int STATUS_LINE_BYTES = 13;

    private final InetAddress address;
    private final int port;
    private final String path;

    /** @param address where the port was bound */
    UpgradeProbe(InetAddress address, int port, String path) {
        this.address = address;
        this.port = port;
        this.path = path;
    }

    /** The status of the answer; empty if there is none. */
    @Override
    public OptionalInt get() {
        InetAddress target = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: aW0tc2VydmVyLWhlYWx0aA==\r\n\r\n";
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(target, port), TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return statusOf(socket.getInputStream());
        } catch (IOException noAnswer) {
            return OptionalInt.empty();
        }
    }

    private static OptionalInt statusOf(InputStream in) throws IOException {
        String line = new String(in.readNBytes(STATUS_LINE_BYTES), StandardCharsets.ISO_8859_1);
        Matcher status = STATUS_LINE.matcher(line);
        return status.lookingAt() ? OptionalInt.of(Integer.parseInt(status.group(1))) : OptionalInt.empty();
    }
}
