package io.imbed.client;

import java.time.Duration;

/**
 * How long the client waits for what.
 *
 * @param connect from opening a connection to the reply to hello
 * @param token for the token source
 * @param reply for a reply once the request is on its way; then the connection counts as dead. Above the server's own
 *     deadline for a send, 15 s, so that a slow storage is not mistaken for a dead connection
 * @param request for a request other than send from call to answer, waiting for a connection included
 * @param silence beyond the server's ping interval; then the connection counts as dead
 * @param close for an orderly end; then the connection is cut
 */
public record Timeouts(
        Duration connect, Duration token, Duration reply, Duration request, Duration silence, Duration close) {

    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    public Timeouts withConnect(Duration newConnect) {
        return new Timeouts(newConnect, token, reply, request, silence, close);
    }

    public Timeouts withReply(Duration newReply) {
        return new Timeouts(connect, token, newReply, request, silence, close);
    }

    public Timeouts withRequest(Duration newRequest) {
        return new Timeouts(connect, token, reply, newRequest, silence, close);
    }
}
