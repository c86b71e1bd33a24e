package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.swarm.ClientFrames;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What socket.io's clients speak (Engine.IO 4), over WebSocket from the beginning, where they would come from long polling:
 * 40 connects, 42 is an event, 3 a pong.
 */
final class SocketIo implements Dialect {
    private static final byte[] IN = Dialect.ascii("42[\"in\"");

    @Override
    public URI address(URI server, int room) {
        return server.resolve("/socket.io/?EIO=4&transport=websocket&room=r" + room);
    }

    @Override
    public List<ByteBuffer> greeting(int member, int room) {
        return List.of(ClientFrames.text("40"));
    }

    @Override
    public byte[] welcome() {
        return IN;
    }

    @Override
    public ByteBuffer message(int room, int number, String text) {
        return ClientFrames.text("42[\"say\",\"" + text + "\"]");
    }

    @Override
    public ByteBuffer alive() {
        return ClientFrames.text("3");
    }
}
