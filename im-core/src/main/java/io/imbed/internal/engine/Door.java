package io.imbed.internal.engine;

import io.imbed.Limits;
import io.imbed.internal.session.Link;
import io.imbed.internal.session.Services;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import io.imbed.spi.MetricsSink;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets connections in, as many as there may be, and knows them all. Threads: any. */
final class Door implements Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    /** Caches that fill again at once are not worth emptying again at once. */
    private static final Duration DROP_PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Services services;
    private final Map<String, Link> links = new ConcurrentHashMap<>(); // by connection id
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicBoolean dropping = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile CompletableFuture<Void> dropped = CompletableFuture.completedFuture(null);
    private volatile boolean closed;
    private volatile Runnable onEmpty = () -> {};

    Door(String name, Services services) {
        this.name = name;
        this.services = services;
        services.budget().onShort(this::relieve);
        MetricsSink metrics = services.metrics();
        metrics.gauge("im.connections", links::size);
        metrics.gauge("im.connections.pending", this::pendingBytes);
        metrics.gauge("im.sessions", services.sessions()::count);
        metrics.gauge("im.budget.used", services.budget()::used);
        metrics.gauge("im.rooms", services.lanes()::rooms);
        metrics.gauge("im.lanes.waiting", services.lanes()::waiting);
    }

    @Override
    public Limits limits() {
        return services.limits();
    }

    @Override
    public String instance() {
        return name;
    }

    @Override
    public @Nullable Refusal refuse(Handshake handshake) {
        Limits.Connections limits = services.limits().connections();
        if (closed) return new Refusal(503, "the server is going down");
        if (links.size() >= limits.total()) {
            return new Refusal(503, "the server has " + links.size() + " connections, limit " + limits.total());
        }
        int mine = byAddress.getOrDefault(handshake.remoteAddress(), 0);
        if (mine >= limits.perAddress()) {
            return new Refusal(429, "your address has " + mine + " connections, limit " + limits.perAddress());
        }
        return null;
    }

    /** Why nobody is let in now; empty if somebody is. */
    Optional<String> closedFor() {
        if (closed) return Optional.of("the server is going down");
        int total = services.limits().connections().total();
        if (links.size() >= total) return Optional.of("the server is full: " + total + " connections");
        return services.budget().isSpent() ? Optional.of("the server is out of memory for new work") : Optional.empty();
    }

    @Override
    public Inbound accept(Connection connection) {
        Link link = new Link(services, connection, this::left);
        Limits.Connections limits = services.limits().connections();
        links.put(connection.id(), link);
        int mine = byAddress.merge(connection.handshake().remoteAddress(), 1, Integer::sum);
        link.start();
        // The caps were checked before the upgrade; many may have come through at once.
        if (closed) link.close(CloseReason.RESTART);
        else if (links.size() > limits.total() || mine > limits.perAddress()) link.close(CloseReason.OVERLOADED);
        return link;
    }

    private void left(Link link) {
        if (!links.remove(link.connection().id(), link)) return;
        byAddress.computeIfPresent(
                link.connection().handshake().remoteAddress(), (address, count) -> count == 1 ? null : count - 1);
        if (links.isEmpty()) onEmpty.run();
    }

    private long pendingBytes() {
        return links.values().stream().mapToLong(Link::pendingBytes).sum();
    }

    Collection<Link> links() {
        return links.values();
    }

    /** Lets nobody in any more; {@code whenEmpty} runs when the last one has left, maybe at once and more than once. */
    void close(Runnable whenEmpty) {
        onEmpty = whenEmpty;
        closed = true;
        if (links.isEmpty()) whenEmpty.run();
    }

    /** Memory is short: caches go first; once it is spent, the connections that hold most, until half of it is free. */
    private void relieve() {
        if (dropping.compareAndSet(false, true)) {
            dropped = services.lanes().dropCaches();
            services.env().scheduler().schedule(DROP_PAUSE, () -> dropping.set(false));
        }
        if (!services.budget().isSpent() || !closing.compareAndSet(false, true)) return;
        dropped.thenRunAsync(this::closeLargest, services.env().worker()).whenComplete((done, error) -> {
            closing.set(false);
            if (error != null) LOG.error("memory could not be freed", error);
        });
    }

    /** What a connection held when it was looked at; it changes all the time. */
    private record Holder(Link link, long bytes) {}

    private void closeLargest() {
        long excess = services.budget().used() - services.budget().max() / 2;
        if (excess <= 0) return;
        List<Holder> largest = links.values().stream()
                .map(link -> new Holder(link, link.pendingBytes()))
                .filter(holder -> holder.bytes() > 0)
                .sorted(Comparator.comparingLong(Holder::bytes).reversed())
                .toList();
        int count = 0;
        for (Holder holder : largest) {
            if (excess <= 0) break;
            excess -= holder.bytes();
            holder.link().close(CloseReason.SLOW_CONSUMER);
            count++;
        }
        if (count == 0) return;
        LOG.warn(
                "the memory budget of {} bytes is spent; closed {} slow connections",
                services.budget().max(),
                count);
    }
}
