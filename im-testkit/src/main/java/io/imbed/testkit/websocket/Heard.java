package io.imbed.testkit.websocket;

/** What a server says on an open WebSocket. */
sealed interface Heard {
    /** A whole message, however many frames it came in. */
    record Message(String text) implements Heard {}

    record Ping(byte[] payload) implements Heard {}

    record Pong(byte[] payload) implements Heard {}

    /** @param code 1005 if the frame has none */
    record Close(int code) implements Heard {}

    /** The end of the stream, or a reset. */
    record End() implements Heard {}
}
