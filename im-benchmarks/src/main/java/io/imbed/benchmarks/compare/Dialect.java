package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.swarm.ClientFrames;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How members talk to one kind of server. */
interface Dialect {
    /** Where a member connects to be in a room, as far as the address says so. */
    default URI address(URI server, int room) {
        return server;
    }

    /** Header lines of its handshake, each with its CR and LF. */
    default String headers() {
        return "";
    }

    /** What it sends once it is connected, to be in the room. */
    List<ByteBuffer> greeting(int member, int room);

    /** What it is answered when it is in the room; empty if connecting is enough. */
    byte[] welcome();

    /** @param number of the sender's message: 0, 1, 2 … */
    ByteBuffer message(int room, int number, String text);

    /** What shows, every few seconds, that a member is alive. */
    default ByteBuffer alive() {
        return ClientFrames.pong();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
