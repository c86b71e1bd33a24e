package io.imbed.examples.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** What one gets from Java-WebSocket's documentation: whatever arrives is broadcast. No order numbers, no acks, no log. */
final class BareServer extends WebSocketServer {
    private BareServer() {
        super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        setTcpNoDelay(true);
        setMaxPendingConnections(
                1_024); // with the default of 50, connecting everybody takes longer than the measurement
    }

    public static void main(String[] args) {
        new BareServer().start();
    }

    @Override
    public void onStart() {
        System.out.println("READY ws=ws://127.0.0.1:" + getPort() + "/");
    }

    @Override
    public void onMessage(WebSocket connection, String message) {
        broadcast(message);
    }

    @Override
    public void onOpen(WebSocket connection, ClientHandshake handshake) {}

    @Override
    public void onClose(WebSocket connection, int code, String reason, boolean remote) {}

    @Override
    public void onError(WebSocket connection, Exception error) {
        System.err.println("bare server: " + error);
    }
}
