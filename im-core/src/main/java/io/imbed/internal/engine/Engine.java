package io.imbed.internal.engine;

import io.imbed.Erasure;
import io.imbed.Health;
import io.imbed.Imports;
import io.imbed.Lookup;
import io.imbed.Rooms;
import io.imbed.Sessions;
import io.imbed.internal.Budget;
import io.imbed.internal.Encoder;
import io.imbed.internal.SafeMetrics;
import io.imbed.internal.Ticks;
import io.imbed.internal.hook.Contents;
import io.imbed.internal.hook.Hooks;
import io.imbed.internal.hook.HostCode;
import io.imbed.internal.host.HostCalls;
import io.imbed.internal.host.HostErasure;
import io.imbed.internal.host.HostImports;
import io.imbed.internal.host.HostLookup;
import io.imbed.internal.host.HostRooms;
import io.imbed.internal.host.HostSessions;
import io.imbed.internal.host.PendingIntake;
import io.imbed.internal.node.FeedPoller;
import io.imbed.internal.presence.Absentees;
import io.imbed.internal.presence.Presence;
import io.imbed.internal.presence.Visibility;
import io.imbed.internal.room.Headcounts;
import io.imbed.internal.room.LaneContext;
import io.imbed.internal.room.Lanes;
import io.imbed.internal.room.Memberships;
import io.imbed.internal.room.MessageService;
import io.imbed.internal.room.RoomMaker;
import io.imbed.internal.room.RoomService;
import io.imbed.internal.session.Link;
import io.imbed.internal.session.RoomLists;
import io.imbed.internal.session.Services;
import io.imbed.internal.session.SessionRegistry;
import io.imbed.internal.upkeep.Keeper;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.FrameCodec;
import io.imbed.spi.ChangeFeed;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node: its parts put together, and its life. Threads: any. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** What a transport gets to deliver the last frames. */
    static final Duration GOODBYE = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Settings settings;
    private final Services services;
    private final Door door;
    private final Checkup checkup;
    private final Keeper keeper;
    private final HostCalls calls;
    private final HostRooms rooms;
    private final Imports imports;
    private final Lookup lookup;
    private final Erasure erasure;
    private final Sessions sessions;
    private final Optional<PendingIntake> pending;
    private final @Nullable FeedPoller poller; // null if no other node uses the storage
    private final List<Transport> started = new ArrayList<>(); // guarded by this
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Phase phase = Phase.NEW; // guarded by this

    private enum Phase {
        NEW,
        STARTED,
        DRAINING,
        STOPPING
    }

    public Engine(Settings settings) {
        this.settings = settings;
        var env = settings.env();
        var limits = settings.limits();
        FrameCodec codec = new FrameCodec(limits.sizes().json());
        Budget budget = new Budget(limits.queues().nodeBytes());
        Encoder encoder = new Encoder(codec, budget);
        SessionRegistry registry = new SessionRegistry(limits, env.scheduler());
        MetricsSink metrics = new SafeMetrics(settings.metrics());
        Hooks hooks = new Hooks(settings.hooks(), env, metrics);
        HostCode host = new HostCode(settings.authenticator(), settings.policy(), settings.directory(), env);
        Lanes lanes = new Lanes(new LaneContext(
                env, limits, settings.storage(), encoder, budget, metrics, new Headcounts(), registry::of));
        Visibility visibility = new Visibility(settings.storage(), host);
        Contents contents = new Contents(settings.validators(), settings.knownContentOnly(), env);
        RoomService service = new RoomService(
                lanes,
                hooks,
                host,
                limits,
                new Absentees(settings.storage(), registry::isOnline, hooks, metrics, env, limits.presence()),
                contents);
        Memberships memberships = new Memberships(lanes, hooks, host, service);
        this.services = new Services(
                env,
                new Ticks(env.scheduler()),
                limits,
                codec,
                encoder,
                budget,
                metrics,
                settings.storage(),
                lanes,
                service,
                new MessageService(lanes, hooks, host, service, limits, contents, env.clock()),
                memberships,
                new RoomMaker(lanes, hooks, host, memberships, env, settings.presets()),
                hooks,
                host,
                registry,
                visibility,
                new Presence(registry::stateOf, visibility, hooks, encoder, budget, env, limits.presence()));
        this.door = new Door(settings.name(), services);
        this.checkup = new Checkup(services, door);
        this.keeper = new Keeper(env, settings.storage(), lanes, services.metrics(), settings.retention());
        this.calls = new HostCalls(env.hooks());
        this.rooms = new HostRooms(services, calls);
        this.imports = new HostImports(services, calls);
        this.lookup = new HostLookup(services, calls);
        this.erasure = new HostErasure(services, calls);
        this.sessions = new HostSessions(registry, services.presence());
        this.pending = settings.storage().pending().map(sends -> new PendingIntake(services, sends, POLL));
        this.poller = poller();
    }

    private @Nullable FeedPoller poller() {
        ChangeFeed feed = settings.storage().feed().orElse(null);
        if (feed == null || !settings.storage().traits().shared()) return null;
        return new FeedPoller(
                feed,
                services.lanes(),
                new RoomLists(services)::check,
                services.env(),
                services.metrics(),
                settings.pollInterval());
    }

    public Rooms rooms() {
        return rooms;
    }

    public Lookup lookup() {
        return lookup;
    }

    public Imports imports() {
        return imports;
    }

    public Erasure erasure() {
        return erasure;
    }

    public Sessions sessions() {
        return sessions;
    }

    /** @see io.imbed.ImServer#health */
    public CompletableFuture<Health> health() {
        synchronized (this) {
            if (phase == Phase.NEW || phase == Phase.STOPPING)
                return CompletableFuture.completedFuture(new Health(
                        phase == Phase.NEW,
                        false,
                        List.of("the server has " + (phase == Phase.NEW ? "not started" : "ended"))));
        }
        return checkup.look();
    }

    /** Opens the transports, or none of them. */
    public synchronized void start() throws IOException {
        if (phase != Phase.NEW) throw new IllegalStateException("start() was called before");
        phase = Phase.STARTED;
        if (poller != null) poller.begin();
        for (Transport each : settings.transports()) {
            try {
                each.start(door);
                started.add(each);
            } catch (IOException | RuntimeException failed) {
                close();
                throw failed;
            }
        }
        pending.ifPresent(PendingIntake::start);
        keeper.start();
    }

    /** @see io.imbed.ImServer#drain */
    public CompletableFuture<Void> drain(Duration atMost) {
        synchronized (this) {
            if (phase == Phase.DRAINING || phase == Phase.STOPPING) return ended;
            phase = Phase.DRAINING;
        }
        keeper.stop();
        Drain drain = new Drain(services.env(), services.limits().times(), atMost);
        LOG.info("draining {} connections, {} ms at most", door.links().size(), atMost.toMillis());
        services.env().scheduler().schedule(drain.end(), () -> stop(drain.goodbye()));
        door.close(() -> stop(drain.goodbye()));
        drain.begin(door.links());
        return ended;
    }

    /** @see io.imbed.ImServer#close */
    public void close() {
        stop(GOODBYE);
        try {
            ended.get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            LOG.warn("some connections had not gone when the server ended", late);
        }
    }

    /** Closes what is left, then each part after those that use it. A second call does nothing. */
    private void stop(Duration goodbye) {
        List<Transport> open;
        synchronized (this) {
            if (phase == Phase.STOPPING) return;
            phase = Phase.STOPPING;
            open = List.copyOf(started);
        }
        keeper.stop();
        if (poller != null) poller.end();
        door.close(() -> {});
        pending.ifPresent(PendingIntake::end);
        for (Link link : door.links()) link.close(CloseReason.RESTART);
        rooms.close();
        CompletableFuture<?>[] stopped = open.stream()
                .map(transport -> transport.stop(goodbye).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stopped)
                .handle((done, error) -> {
                    if (error != null) LOG.warn("a transport did not stop cleanly", error);
                    return services.lanes().end();
                })
                .thenCompose(ended -> ended)
                .whenComplete((done, error) -> release());
    }

    private void release() {
        try {
            settings.storage().close();
        } catch (RuntimeException failed) {
            LOG.error("the storage did not close cleanly", failed);
        }
        calls.end();
        ended.complete(null);
        settings.env().close();
    }
}
