package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.swarm.ClientFrames;
import java.nio.ByteBuffer;
import java.util.List;

/** STOMP 1.2: a room is a topic. Subscribing to the welcome is answered, behind what was asked before. */
final class Stomp implements Dialect {
    private static final byte[] WELCOME = Dialect.ascii("you are in");

    @Override
    public String headers() {
        return "Sec-WebSocket-Protocol: v12.stomp\r\n";
    }

    @Override
    public List<ByteBuffer> greeting(int member, int room) {
        return List.of(
                frame("CONNECT\naccept-version:1.2\nhost:localhost\nheart-beat:0,0", ""),
                frame("SUBSCRIBE\nid:room\ndestination:" + topic(room), ""),
                frame("SUBSCRIBE\nid:welcome\ndestination:/app/welcome", ""));
    }

    @Override
    public byte[] welcome() {
        return WELCOME;
    }

    @Override
    public ByteBuffer message(int room, int number, String text) {
        return frame("SEND\ndestination:" + topic(room), text);
    }

    private static String topic(int room) {
        return "/topic/r" + room;
    }

    private static ByteBuffer frame(String head, String body) {
        return ClientFrames.text(head + "\n\n" + body + "\0");
    }
}
