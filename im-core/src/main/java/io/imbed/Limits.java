package io.imbed;

import io.imbed.protocol.JsonLimits;
import java.time.Duration;

/**
 * Every limit there is, grouped. Defaults are {@link #defaults()}; each group has the reasons for its numbers.
 *
 * <p>Change one with {@code limits.with(limits.rates().withSends(10, 40))}.
 */
public record Limits(
        Sizes sizes, Queues queues, Rates rates, Connections connections, Pages pages, Times times, Presence presence) {

    public static Limits defaults() {
        return new Limits(
                new Sizes(64 * 1024, 8 * 1024, JsonLimits.DEFAULT),
                new Queues(1024 * 1024, 256, 256 * 1024, Runtime.getRuntime().maxMemory() / 4, 4_096),
                new Rates(20, 60, 5, 20),
                new Connections(10_000, 20, 100, 8 * 1024),
                new Pages(100, 256 * 1024, 1_000, 1_000, 200),
                new Times(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)),
                new Presence(Duration.ofSeconds(10), 20_000, Duration.ofSeconds(6), Duration.ofSeconds(2), 1_000));
    }

    /**
     * Sizes of what one client sends.
     *
     * @param frameBytes one carrier unit after reassembly
     * @param textBytes a text message, and the fallback of any other content, in UTF-8
     */
    public record Sizes(int frameBytes, int textBytes, JsonLimits json) {}

    /**
     * How much may wait.
     *
     * @param outboxBytes for one connection; a client without room for an event falls behind and is given pages. Four pages
     * @param inboundFrames of one connection, not yet decoded; as many more may be decoded and not answered
     * @param inboundBytes of one connection, not yet decoded; about as many more may wait for earlier ones
     *     of that connection
     * @param nodeBytes of all queues, batches and caches together; a quarter of the heap leaves room for the rest
     * @param laneEntries changes waiting in one lane for the storage; beyond it the answer is UNAVAILABLE
     */
    public record Queues(int outboxBytes, int inboundFrames, int inboundBytes, long nodeBytes, int laneEntries) {}

    /** Token buckets: requests of one session, sends of one user over all its sessions. */
    public record Rates(double requestsPerSecond, int requestBurst, double sendsPerSecond, int sendBurst) {
        /** No limit: for load tests. */
        public static final Rates OPEN = new Rates(1e9, 1_000_000_000, 1e9, 1_000_000_000);

        public Rates withSends(double perSecond, int burst) {
            return new Rates(requestsPerSecond, requestBurst, perSecond, burst);
        }
    }

    /**
     * How many connections, and how much one may show before the upgrade.
     *
     * @param perUser sessions of one user; {@code whenFull} says what becomes of one more
     */
    public record Connections(int total, int perUser, int perAddress, int handshakeBytes, WhenFull whenFull) {
        /** Refuses the newest. */
        public Connections(int total, int perUser, int perAddress, int handshakeBytes) {
            this(total, perUser, perAddress, handshakeBytes, WhenFull.REFUSE_NEWEST);
        }

        public Connections withPerUser(int sessions, WhenFull newWhenFull) {
            return new Connections(total, sessions, perAddress, handshakeBytes, newWhenFull);
        }
    }

    /** What becomes of a user's sessions when there is one more than there may be. */
    public enum WhenFull {
        /** The new one is refused with UNAVAILABLE: devices in use are not disturbed. */
        REFUSE_NEWEST,
        /** The new one is let in, and the oldest ends with 4503: for "one device at a time". */
        REPLACE_OLDEST
    }

    /**
     * @param items of one page of history or sync
     * @param bytes of one page, at least one item
     * @param catchUpEvents a client further behind a room gets a reset instead
     * @param roomsFollowed by one session
     * @param signalMembers in larger rooms typing and marks are not broadcast
     */
    public record Pages(int items, int bytes, int catchUpEvents, int roomsFollowed, int signalMembers) {}

    /**
     * @param hello from connecting to a complete hello
     * @param ping between two pings
     * @param pong silence after a ping that ends the connection
     * @param lag that a full outbox has to be empty once; a client that takes longer is a slow consumer
     * @param send after which a send that waits is answered UNAVAILABLE
     * @param drainNotice between the notice of a drain and its first close
     * @param drainSpread over which a drain closes its connections, so that they do not all come back at once
     */
    public record Times(
            Duration hello,
            Duration ping,
            Duration pong,
            Duration lag,
            Duration send,
            Duration drainNotice,
            Duration drainSpread) {}

    /**
     * Who is there.
     *
     * @param grace how long a user stays as it was after its last session has ended, unless it was signed out: a
     *     reconnect, or a tunnel, is no news
     * @param lastSeen users of whom this node remembers when they left; beyond it, the longest gone are forgotten
     * @param typing how long somebody types who does not say so again
     * @param typingPause within which saying so again is not told to others
     * @param offlineMembers in larger rooms the host is not told whom a message did not reach
     */
    public record Presence(Duration grace, int lastSeen, Duration typing, Duration typingPause, int offlineMembers) {}

    public Limits with(Sizes newSizes) {
        return new Limits(newSizes, queues, rates, connections, pages, times, presence);
    }

    public Limits with(Queues newQueues) {
        return new Limits(sizes, newQueues, rates, connections, pages, times, presence);
    }

    public Limits with(Rates newRates) {
        return new Limits(sizes, queues, newRates, connections, pages, times, presence);
    }

    public Limits with(Connections newConnections) {
        return new Limits(sizes, queues, rates, newConnections, pages, times, presence);
    }

    public Limits with(Pages newPages) {
        return new Limits(sizes, queues, rates, connections, newPages, times, presence);
    }

    public Limits with(Times newTimes) {
        return new Limits(sizes, queues, rates, connections, pages, newTimes, presence);
    }

    public Limits with(Presence newPresence) {
        return new Limits(sizes, queues, rates, connections, pages, times, newPresence);
    }
}
