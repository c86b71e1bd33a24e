package io.imbed.testkit.websocket;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a server is held to.
 *
 * @param maxMessageBytes the longest message that it takes, all fragments together; {@code Limits.Sizes.frameBytes}
 * @param maxHeadBytes a request longer than this is refused; {@code Limits.Connections.handshakeBytes}
 * @param leeways where it may differ
 * @param patience how long it may take to say something
 */
public record Profile(int maxMessageBytes, int maxHeadBytes, Set<Leeway> leeways, Duration patience) {
    public Profile {
        leeways = Set.copyOf(leeways);
    }

    /** By default limits, and to the letter. */
    public static Profile strict() {
        return new Profile(64 * 1024, 8 * 1024, Set.of(), Duration.ofSeconds(10));
    }

    /** Where the RFC leaves a choice, and a container may have taken another one than we would. */
    public enum Leeway {
        /** Breaking the rules may end the connection without a close frame, which is only a SHOULD (7.1.7). */
        NO_CLOSE_FRAME,
        /** Breaking the rules may be answered with another of the codes that say so (7.4.1). */
        OTHER_FAILURE_CODE,
        /** A client's close may be answered with another code than its own, which is only typical (5.5.1). */
        OTHER_CLOSE_CODE,
        /** Lengths in more bytes than needed may be accepted: 5.2 forbids to send them, and says nothing to the receiver. */
        LONG_LENGTHS,
        /** Requests that break HTTP rather than WebSocket are the container's to judge, and the connection may stay open. */
        OWN_HTTP,
        /** A client that offers only other subprotocols may be let in, and learn of it from what is not selected (4.2.2). */
        OTHER_SUBPROTOCOL
    }

    public Profile allowing(Leeway... more) {
        Set<Leeway> all = EnumSet.noneOf(Leeway.class);
        all.addAll(leeways);
        all.addAll(Set.of(more));
        return new Profile(maxMessageBytes, maxHeadBytes, all, patience);
    }

    public Profile withMaxMessageBytes(int bytes) {
        return new Profile(bytes, maxHeadBytes, leeways, patience);
    }

    boolean allows(Leeway leeway) {
        return leeways.contains(leeway);
    }
}
