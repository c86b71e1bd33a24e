package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.swarm.ClientFrames;
import java.nio.ByteBuffer;
import java.util.List;

/** Imbed's protocol, with an acknowledgement for each message and a client message id in it. */
final class ImV1 implements Dialect {
    private static final byte[] JOINED = Dialect.ascii("{\"re\":2,");

    @Override
    public List<ByteBuffer> greeting(int member, int room) {
        return List.of(
                ClientFrames.text("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:m" + member + "\"}"),
                ClientFrames.text("{\"op\":\"join\",\"id\":2,\"room\":\"r" + room + "\"}"));
    }

    @Override
    public byte[] welcome() {
        return JOINED;
    }

    @Override
    public ByteBuffer message(int room, int number, String text) {
        return ClientFrames.text("{\"op\":\"send\",\"id\":" + (number + 3) + ",\"room\":\"r" + room + "\",\"cid\":\"c"
                + number + "\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}}");
    }
}
