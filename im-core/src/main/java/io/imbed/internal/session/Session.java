package io.imbed.internal.session;

import io.imbed.Identity;
import io.imbed.SessionView;
import io.imbed.internal.Outbox;
import io.imbed.internal.TokenBucket;
import io.imbed.internal.presence.Watcher;
import io.imbed.internal.room.Follower;
import io.imbed.internal.room.PageGate;
import io.imbed.internal.room.RoomService.Submission;
import io.imbed.internal.room.Subscriber;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.OwnSession;
import io.imbed.protocol.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From a hello to the end of its connection: who it is, which rooms it follows, in which order its changes go to a room.
 * Threads: any.
 */
public final class Session implements Subscriber, Watcher {
    /** Long enough, and within what timers and the wire can say. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Bytes of a request without a message in it. */
    private static final int SMALL = 256;

    private final String id;
    private final Link link;
    private final @Nullable String device;
    private final @Nullable String client;
    private final Instant since;
    private final int maxRooms;
    private final TokenBucket requests;
    private final TokenBucket sends;
    private final TokenBucket floods;
    private final PageGate pages;
    private final Map<String, Follower> following = new HashMap<>(2); // guarded by this
    private final Map<String, CompletableFuture<?>> admitted = new HashMap<>(2); // guarded by itself
    private volatile boolean ended; // written under this
    private volatile boolean cut;
    private volatile boolean away;
    private volatile Identity identity;

    Session(
            String id,
            Link link,
            Identity identity,
            @Nullable String device,
            @Nullable String client,
            Services services) {
        this.id = id;
        this.link = link;
        this.identity = identity;
        this.device = device;
        this.client = client;
        this.since = services.env().clock().instant();
        var rates = services.limits().rates();
        this.maxRooms = services.limits().pages().roomsFollowed();
        this.requests = new TokenBucket(
                rates.requestsPerSecond(), rates.requestBurst(), services.env().scheduler());
        this.floods = new TokenBucket(1, 1, services.env().scheduler());
        this.sends = services.sessions().sendRate(identity.id());
        this.pages = new PageGate(link.outbox());
    }

    public String id() {
        return id;
    }

    @Override
    public String user() {
        return identity.id();
    }

    @Override
    public String name() {
        return identity.name();
    }

    @Override
    public Identity identity() {
        return identity;
    }

    /** Nobody is at the device, as the client says. */
    boolean isAway() {
        return away;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public boolean isOver() {
        return ended;
    }

    /** The same user, vouched for anew. */
    void renew(Identity renewed) {
        identity = renewed;
    }

    /** How long the identity is good for; null for ever. */
    @Nullable Long expiresInMs(Clock clock) {
        Instant at = identity.expiresAt();
        if (at == null) return null;
        long seconds = clock.instant().until(at, ChronoUnit.SECONDS);
        // Hosts write "never" as some year beyond 9999, or as Instant.MAX, whose milliseconds no long can hold.
        if (seconds < 0) return 0L;
        if (seconds >= FOR_EVER.toSeconds()) return FOR_EVER.toMillis();
        return Math.max(0, Duration.between(clock.instant(), at).toMillis());
    }

    TokenBucket requests() {
        return requests;
    }

    TokenBucket sends() {
        return sends;
    }

    /** How often the host is told that the other rates were exceeded. */
    TokenBucket floods() {
        return floods;
    }

    @Override
    public Outbox outbox() {
        return link.outbox();
    }

    @Override
    public PageGate pages() {
        return pages;
    }

    @Override
    public void lagged() {
        link.watchOutbox();
    }

    @Override
    public void tooSlow() {
        link.close(CloseReason.SLOW_CONSUMER);
    }

    /** Ends it: nothing is delivered or accepted from now on. */
    public void close(CloseReason reason) {
        link.close(reason);
    }

    public Link link() {
        return link;
    }

    @Override
    public synchronized boolean began(Follower follower) {
        if (ended || following.size() >= maxRooms) return false;
        following.put(follower.room(), follower);
        return true;
    }

    @Override
    public synchronized void ended(Follower follower) {
        following.remove(follower.room(), follower);
    }

    /** We have ended it: what has no place in a room's queue yet gets none. */
    void cut() {
        cut = true;
    }

    /** The connection is gone: follows nothing any more. */
    void end() {
        List<Follower> left;
        synchronized (this) {
            ended = true;
            left = new ArrayList<>(following.values());
        }
        left.forEach(Follower::stop);
    }

    /** As {@link #inOrder(String, int, Supplier)} for what holds little while it waits. */
    <R> CompletableFuture<R> inOrder(String room, Supplier<Submission<R>> submit) {
        return inOrder(room, SMALL, submit);
    }

    /**
     * Submits something once everything this session has submitted to the same room before has its place in the room's
     * queue, so that what is sent in order is numbered in order, whatever hooks take their time. What waits is dropped when
     * we end the session ({@link #cut}); where a client leaves, it is done.
     *
     * @param bytes that it holds while it waits
     * @param submit called at once if nothing is before it
     */
    <R> CompletableFuture<R> inOrder(String room, int bytes, Supplier<Submission<R>> submit) {
        CompletableFuture<R> result = new CompletableFuture<>();
        Supplier<CompletableFuture<?>> step = () -> {
            if (cut) throw new UnavailableException(ErrorCode.UNAVAILABLE, "the session has ended", RETRY, false);
            Submission<R> submission = submit.get();
            submission.result().whenComplete((value, error) -> {
                if (error == null) result.complete(value);
                else result.completeExceptionally(error);
            });
            return submission.admitted();
        };
        CompletableFuture<?> placed;
        synchronized (admitted) {
            CompletableFuture<?> before = admitted.get(room);
            if (before == null || before.isDone()) {
                placed = step.get();
            } else {
                link.standsInLine(bytes);
                placed = before.handle((done, error) -> null).thenCompose(done -> {
                    link.standsInLine(-bytes);
                    return step.get();
                });
            }
            if (placed.isDone()) admitted.remove(room);
            else admitted.put(room, placed);
        }
        placed.whenComplete((done, error) -> {
            // A step that could not even be submitted answers here.
            if (error != null) result.completeExceptionally(error);
            synchronized (admitted) {
                admitted.remove(room, placed);
            }
        });
        return result;
    }

    /** As another session of the same user sees it. */
    OwnSession own(Session asking) {
        return new OwnSession(id, device, client, since, this == asking);
    }

    /** Whether its hello was answered. */
    boolean isActive() {
        return link.session() == this;
    }

    public SessionView view() {
        return new SessionView(
                id,
                user(),
                device,
                client,
                link.connection().transport().name(),
                link.connection().handshake().remoteAddress(),
                since);
    }
}
