package io.imbed.transport.servlet;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Handshake;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What the container tells of one WebSocket.
 *
 * <p>Messages are put together here and not by the container, whose limits count characters, or each frame alone.
 *
 * <p>Threads: the container's, one at a time.
 */
final class SocketEndpoint extends Endpoint {
    private final Hub hub;
    private final Handshake handshake;
    private final int limit;
    private @Nullable SocketConnection connection;
    private StringBuilder message = new StringBuilder();
    private int bytes;

    SocketEndpoint(Hub hub, Handshake handshake) {
        this.hub = hub;
        this.handshake = handshake;
        this.limit = hub.limits().sizes().frameBytes();
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        // The engine pings, and knows better than the container who is alive.
        session.setMaxIdleTimeout(0);
        SocketConnection opened = new SocketConnection(hub, session, handshake);
        connection = opened;
        session.addMessageHandler(
                String.class, (MessageHandler.Partial<String>) (part, last) -> text(opened, part, last));
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Partial<ByteBuffer>)
                (part, last) -> opened.close(CloseReason.NOT_TEXT));
        session.addMessageHandler(PongMessage.class, (MessageHandler.Whole<PongMessage>) pong -> opened.alive());
        opened.open();
    }

    private void text(SocketConnection from, String part, boolean last) {
        if (from.isShut()) return;
        bytes += utf8Bytes(part);
        if (bytes > limit) {
            message = new StringBuilder();
            from.close(CloseReason.TOO_BIG);
            return;
        }
        if (last && message.isEmpty()) {
            from.received(part);
        } else {
            message.append(part);
            if (!last) return;
            from.received(message.toString());
            message = new StringBuilder();
        }
        bytes = 0;
    }

    /** Halves of a pair count as two bytes, wherever a part ends: together they are four. */
    private static int utf8Bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }

    @Override
    public void onClose(Session session, jakarta.websocket.CloseReason reason) {
        SocketConnection closed = connection;
        if (closed == null) return;
        int code = reason.getCloseCode().getCode();
        String text = reason.getReasonPhrase() == null ? "" : reason.getReasonPhrase();
        closed.cut(wasSaid(code) ? new CloseReason(code, text) : CloseReason.ABNORMAL);
    }

    /** A code of the peer's; others are the container's own words for a connection that broke. */
    private static boolean wasSaid(int code) {
        return (code >= 1000 && code <= 1001) || code == 1003 || (code >= 1007 && code <= 1009) || code >= 3000;
    }

    @Override
    public void onError(Session session, Throwable e) {
        SocketConnection broken = connection;
        if (broken != null) broken.broke(e);
    }
}
