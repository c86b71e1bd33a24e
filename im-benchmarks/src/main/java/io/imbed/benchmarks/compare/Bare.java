package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.swarm.ClientFrames;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;

/** The least that a chat can be: the path names the room, and every text goes to all who are there. */
final class Bare implements Dialect {
    @Override
    public URI address(URI server, int room) {
        return server.resolve("/r" + room);
    }

    @Override
    public List<ByteBuffer> greeting(int member, int room) {
        return List.of();
    }

    @Override
    public byte[] welcome() {
        return new byte[0];
    }

    @Override
    public ByteBuffer message(int room, int number, String text) {
        return ClientFrames.text(text);
    }
}
