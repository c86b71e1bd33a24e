package io.imbed.benchmarks.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket as its documentation has it: {@code broadcast()} to those in the room that the path names. */
public final class BroadcastServer extends WebSocketServer {
    private final Map<String, Set<WebSocket>> rooms = new ConcurrentHashMap<>();

    private final String version;

    private BroadcastServer(String version) {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.version = version;
        setTcpNoDelay(true);
        // With the default of 50, connecting everybody takes longer than the measurement.
        setMaxPendingConnections(1_024);
    }

    public static void main(String[] args) throws IOException {
        new BroadcastServer(Version.of("org.java-websocket", "Java-WebSocket")).start();
    }

    @Override
    public void onStart() {
        System.out.println("READY ws=ws://127.0.0.1:" + getPort() + "/ version=" + version);
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {
        Set<WebSocket> room =
                rooms.computeIfAbsent(handshake.getResourceDescriptor(), unused -> ConcurrentHashMap.newKeySet());
        room.add(connection);
        connection.setAttachment(room);
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
        broadcast(message, connection.<Set<WebSocket>>getAttachment());
    }

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {
        Set<WebSocket> room = connection.getAttachment();
        if (room != null) room.remove(connection);
    }

    @Override
    public void onError(WebSocket connection, Exception error) {
        System.err.println("Java-WebSocket server: " + error);
    }
}
