package io.imbed.internal.engine;

import io.imbed.Limits;
import io.imbed.internal.session.Link;
import io.imbed.internal.session.Services;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets connections in, as many as there may be, and knows them all. Threads: any. */
final class Door implements Acceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);

    private final String name;
    private final Services services;
    private final Map<String, Link> links = new ConcurrentHashMap<>(); // by connection id
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicBoolean relieving = new AtomicBoolean();
    private volatile boolean closed;
    private volatile Runnable onEmpty = () -> {};

    Door(String name, Services services) {
        this.name = name;
        this.services = services;
        services.budget().onSpent(this::relieve);
        services.metrics().gauge("im.connections", links::size);
        services.metrics().gauge("im.budget.used", services.budget()::used);
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

    @Override
    public Inbound accept(Connection connection) {
        Link link = new Link(services, connection, this::left);
        links.put(connection.id(), link);
        byAddress.merge(connection.handshake().remoteAddress(), 1, Integer::sum);
        link.start();
        // The caps were checked before the upgrade; many may have come through at once.
        if (closed) link.close(CloseReason.RESTART);
        else if (links.size() > services.limits().connections().total()) link.close(CloseReason.OVERLOADED);
        return link;
    }

    private void left(Link link) {
        if (!links.remove(link.connection().id(), link)) return;
        byAddress.computeIfPresent(
                link.connection().handshake().remoteAddress(), (address, count) -> count == 1 ? null : count - 1);
        if (links.isEmpty()) onEmpty.run();
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

    /** The budget is spent: the connections that hold most of it are closed, until a tenth of it should be free. */
    private void relieve() {
        if (!relieving.compareAndSet(false, true)) return;
        services.env().worker().execute(() -> {
            try {
                closeLargest();
            } finally {
                relieving.set(false);
            }
        });
    }

    private void closeLargest() {
        long excess = services.budget().used() - services.budget().max() * 9 / 10;
        List<Link> largest = links.values().stream()
                .filter(link -> link.pendingBytes() > 0)
                .sorted(Comparator.comparingLong(Link::pendingBytes).reversed())
                .toList();
        int count = 0;
        for (Link link : largest) {
            if (excess <= 0) break;
            excess -= link.pendingBytes();
            link.close(CloseReason.SLOW_CONSUMER);
            count++;
        }
        LOG.warn(
                "the memory budget of {} bytes is spent; closed {} slow connections",
                services.budget().max(),
                count);
    }
}
