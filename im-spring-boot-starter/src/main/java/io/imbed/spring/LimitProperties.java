package io.imbed.spring;

import io.imbed.Limits;
import io.imbed.protocol.JsonLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link Limits} as properties. What is not set is as {@link Limits#defaults()} has it: there is the number, and its reason.
 *
 * @param sizes Sizes of what one client sends.
 * @param queues How much may wait.
 * @param rates How often one may ask.
 * @param connections How many connections.
 * @param pages How much one answer holds.
 * @param times How long things may take.
 * @param presence Who is there.
 */
public record LimitProperties(
        @DefaultValue Sizes sizes,
        @DefaultValue Queues queues,
        @DefaultValue Rates rates,
        @DefaultValue Connections connections,
        @DefaultValue Pages pages,
        @DefaultValue Times times,
        @DefaultValue Presence presence) {

    Limits limits() {
        Limits usual = Limits.defaults();
        return new Limits(
                sizes.over(usual.sizes()),
                queues.over(usual.queues()),
                rates.over(usual.rates()),
                connections.over(usual.connections()),
                pages.over(usual.pages()),
                times.over(usual.times()),
                presence.over(usual.presence()));
    }

    private static <T> T or(@Nullable T set, T usual) {
        return set == null ? usual : set;
    }

    /**
     * @param frameBytes Bytes of one frame.
     * @param textBytes Bytes of a text message in UTF-8.
     * @param jsonDepth Nested arrays and objects in one line.
     * @param jsonTokens Names and values in one line.
     */
    public record Sizes(
            @Nullable Integer frameBytes,
            @Nullable Integer textBytes,
            @Nullable Integer jsonDepth,
            @Nullable Integer jsonTokens) {
        private Limits.Sizes over(Limits.Sizes usual) {
            return new Limits.Sizes(
                    or(frameBytes, usual.frameBytes()),
                    or(textBytes, usual.textBytes()),
                    new JsonLimits(
                            or(jsonDepth, usual.json().maxDepth()),
                            or(jsonTokens, usual.json().maxTokens())));
        }
    }

    /**
     * @param outboxBytes Bytes that wait for one connection.
     * @param inboundFrames Frames of one connection that are not yet decoded.
     * @param inboundBytes Bytes of one connection that are not yet decoded.
     * @param nodeBytes Bytes of all queues, batches and caches together; by default a quarter of the heap.
     * @param laneEntries Changes of one lane that wait for the storage.
     */
    public record Queues(
            @Nullable Integer outboxBytes,
            @Nullable Integer inboundFrames,
            @Nullable Integer inboundBytes,
            @Nullable Long nodeBytes,
            @Nullable Integer laneEntries) {
        private Limits.Queues over(Limits.Queues usual) {
            return new Limits.Queues(
                    or(outboxBytes, usual.outboxBytes()),
                    or(inboundFrames, usual.inboundFrames()),
                    or(inboundBytes, usual.inboundBytes()),
                    or(nodeBytes, usual.nodeBytes()),
                    or(laneEntries, usual.laneEntries()));
        }
    }

    /**
     * @param requestsPerSecond Requests of one session a second.
     * @param requestBurst Requests of one session at once.
     * @param sendsPerSecond Messages of one user a second.
     * @param sendBurst Messages of one user at once.
     */
    public record Rates(
            @Nullable Double requestsPerSecond,
            @Nullable Integer requestBurst,
            @Nullable Double sendsPerSecond,
            @Nullable Integer sendBurst) {
        private Limits.Rates over(Limits.Rates usual) {
            return new Limits.Rates(
                    or(requestsPerSecond, usual.requestsPerSecond()),
                    or(requestBurst, usual.requestBurst()),
                    or(sendsPerSecond, usual.sendsPerSecond()),
                    or(sendBurst, usual.sendBurst()));
        }
    }

    /**
     * @param total Connections of this node.
     * @param perUser Sessions of one user.
     * @param perAddress Connections of one address.
     * @param handshakeBytes Bytes of headers of an opening request.
     * @param whenFull What becomes of one session too many of a user.
     */
    public record Connections(
            @Nullable Integer total,
            @Nullable Integer perUser,
            @Nullable Integer perAddress,
            @Nullable Integer handshakeBytes,
            Limits.@Nullable WhenFull whenFull) {
        private Limits.Connections over(Limits.Connections usual) {
            return new Limits.Connections(
                    or(total, usual.total()),
                    or(perUser, usual.perUser()),
                    or(perAddress, usual.perAddress()),
                    or(handshakeBytes, usual.handshakeBytes()),
                    or(whenFull, usual.whenFull()));
        }
    }

    /**
     * @param items Items of one page.
     * @param bytes Bytes of one page.
     * @param catchUpEvents Events that a client may be behind a room.
     * @param roomsFollowed Rooms that one session follows.
     * @param signalMembers Members beyond which typing and marks are not told.
     */
    public record Pages(
            @Nullable Integer items,
            @Nullable Integer bytes,
            @Nullable Integer catchUpEvents,
            @Nullable Integer roomsFollowed,
            @Nullable Integer signalMembers) {
        private Limits.Pages over(Limits.Pages usual) {
            return new Limits.Pages(
                    or(items, usual.items()),
                    or(bytes, usual.bytes()),
                    or(catchUpEvents, usual.catchUpEvents()),
                    or(roomsFollowed, usual.roomsFollowed()),
                    or(signalMembers, usual.signalMembers()));
        }
    }

    /**
     * @param hello From connecting to a complete hello.
     * @param ping Between two pings.
     * @param pong Silence after a ping that ends the connection.
     * @param lag That a full outbox has to be empty once.
     * @param send After which a send that waits is refused.
     * @param drainNotice Between the notice of a shutdown and its first close.
     * @param drainSpread Over which a shutdown closes its connections.
     */
    public record Times(
            @Nullable Duration hello,
            @Nullable Duration ping,
            @Nullable Duration pong,
            @Nullable Duration lag,
            @Nullable Duration send,
            @Nullable Duration drainNotice,
            @Nullable Duration drainSpread) {
        private Limits.Times over(Limits.Times usual) {
            return new Limits.Times(
                    or(hello, usual.hello()),
                    or(ping, usual.ping()),
                    or(pong, usual.pong()),
                    or(lag, usual.lag()),
                    or(send, usual.send()),
                    or(drainNotice, usual.drainNotice()),
                    or(drainSpread, usual.drainSpread()));
        }
    }

    /**
     * @param grace How long a user stays as it was after its last session has ended.
     * @param lastSeen Users of whom this node remembers when they left.
     * @param typing How long somebody types who does not say so again.
     * @param typingPause Within which typing again is not told.
     * @param offlineMembers Members beyond which the hook Offline is not told.
     */
    public record Presence(
            @Nullable Duration grace,
            @Nullable Integer lastSeen,
            @Nullable Duration typing,
            @Nullable Duration typingPause,
            @Nullable Integer offlineMembers) {
        private Limits.Presence over(Limits.Presence usual) {
            return new Limits.Presence(
                    or(grace, usual.grace()),
                    or(lastSeen, usual.lastSeen()),
                    or(typing, usual.typing()),
                    or(typingPause, usual.typingPause()),
                    or(offlineMembers, usual.offlineMembers()));
        }
    }
}
