package io.imbed.internal.room;

import io.imbed.internal.Encoder;
import io.imbed.internal.Outbox;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that follow a room, and the fan-out to those that are live.
 *
 * <p>A batch is encoded once. Where every connection keeps up and came by one transport, the list of connections is made
 * once too, and handed over as it is until somebody comes or goes.
 *
 * <p>Threads: the room's lane.
 */
final class Followers {
    private final Encoder encoder;
    // In the order of coming, not of hashes: a run under a manual environment must repeat itself.
    private final Map<Subscriber, Follower> all = new LinkedHashMap<>(4);
    private final List<Follower> live = new ArrayList<>(4);
    private final Lagging lagging;
    private final Watch watch;
    private @Nullable Audience audience;

    /** Takes over a follower that could not take what came after {@code rev}. */
    @FunctionalInterface
    interface Lagging {
        void behind(Follower follower, long rev);
    }

    /** Told of each that comes or has gone. */
    interface Watch {
        void came(Follower follower);

        void went(Subscriber subscriber);
    }

    /** Outboxes and connections of all that are live, and their one transport. */
    private record Audience(Transport transport, List<Outbox> outboxes, List<Connection> connections) {
        boolean isDirect() {
            for (int i = 0; i < outboxes.size(); i++) {
                if (!outboxes.get(i).isDirect()) return false;
            }
            return true;
        }
    }

    Followers(Encoder encoder, Lagging lagging, Watch watch) {
        this.encoder = encoder;
        this.lagging = lagging;
        this.watch = watch;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    int size() {
        return all.size();
    }

    @Nullable Follower of(Subscriber subscriber) {
        return all.get(subscriber);
    }

    /** Adds a follower that is neither behind nor live yet; false if its session may follow no more rooms. */
    boolean add(Follower follower) {
        if (!follower.subscriber().began(follower)) return false;
        all.put(follower.subscriber(), follower);
        watch.came(follower);
        return true;
    }

    void goLive(Follower follower) {
        if (follower.state() == Follower.State.LIVE) return;
        follower.live();
        follower.place(live.size());
        live.add(follower);
        audience = null;
    }

    /** From now on it is given pages from after {@code rev}. */
    void fallBehind(Follower follower, long rev) {
        unseat(follower);
        follower.behind(rev);
    }

    void remove(Follower follower) {
        if (!all.remove(follower.subscriber(), follower)) return;
        unseat(follower);
        follower.end();
        follower.subscriber().ended(follower);
        watch.went(follower.subscriber());
    }

    /** The last takes its place: of a hundred thousand, each may go at any time. */
    private void unseat(Follower follower) {
        if (follower.state() != Follower.State.LIVE) return;
        Follower last = live.remove(live.size() - 1);
        if (last != follower) {
            live.set(follower.place(), last);
            last.place(follower.place());
        }
        audience = null;
    }

    List<Follower> all() {
        return List.copyOf(all.values());
    }

    /** Those of one user. */
    List<Follower> of(String user) {
        List<Follower> found = new ArrayList<>(2);
        for (Follower each : all.values()) {
            if (each.subscriber().user().equals(user)) found.add(each);
        }
        return found;
    }

    /** Gives the events after {@code before} to everyone who is live; whoever has no room for them falls behind. */
    void deliver(List<byte[]> lines, long before) {
        if (!live.isEmpty()) fanOut(encoder.batch(lines), before);
    }

    private void fanOut(Batch batch, long before) {
        Audience together = audience();
        if (together != null && together.isDirect()) {
            write(batch, together.transport(), together.connections());
        } else {
            oneByOne(live, batch, before);
        }
        batch.release(1);
    }

    /** Gives the event after {@code before} to everyone who is live, veiled to those who may not see what it is about. */
    void deliverVeiled(EncodedEvent event, long before, Function<Follower, Horizon> horizon) {
        List<Follower> see = new ArrayList<>();
        List<Follower> not = new ArrayList<>();
        for (Follower each : live) (horizon.apply(each).hides(event.seq()) ? not : see).add(each);
        deliverTo(see, event.line(), before);
        deliverTo(not, event.hidden(encoder), before);
    }

    private void deliverTo(List<Follower> some, byte[] line, long before) {
        if (some.isEmpty()) return;
        Batch batch = encoder.batch(List.of(line));
        oneByOne(some, batch, before);
        batch.release(1);
    }

    boolean anyLive(Predicate<Follower> test) {
        return live.stream().anyMatch(test);
    }

    private void oneByOne(List<Follower> some, Batch batch, long before) {
        Map<Transport, List<Connection>> direct = new LinkedHashMap<>(2);
        List<Follower> lagged = new ArrayList<>(0);
        for (Follower each : some) {
            Subscriber subscriber = each.subscriber();
            Connection connection = subscriber.outbox().connection();
            if (subscriber.outbox().isDirect()) {
                direct.computeIfAbsent(connection.transport(), transport -> new ArrayList<>())
                        .add(connection);
            } else {
                batch.retain(1);
                if (!subscriber.outbox().offer(batch)) lagged.add(each);
            }
        }
        direct.forEach((transport, connections) -> write(batch, transport, connections));
        for (Follower each : lagged) {
            lagging.behind(each, before);
            each.subscriber().lagged();
        }
    }

    private static void write(Batch batch, Transport transport, List<Connection> connections) {
        batch.retain(connections.size());
        transport.write(batch, connections);
    }

    private @Nullable Audience audience() {
        if (audience != null) return audience;
        Transport transport = live.get(0).subscriber().outbox().connection().transport();
        List<Outbox> outboxes = new ArrayList<>(live.size());
        List<Connection> connections = new ArrayList<>(live.size());
        for (Follower each : live) {
            Outbox outbox = each.subscriber().outbox();
            if (outbox.connection().transport() != transport) return null;
            outboxes.add(outbox);
            connections.add(outbox.connection());
        }
        audience = new Audience(transport, List.copyOf(outboxes), List.copyOf(connections));
        return audience;
    }

    /** Gives a signal to those who are live and meant; lost where there is no room for it. */
    void signal(ServerFrame.Ephemeral frame, Predicate<Subscriber> meant) {
        if (live.isEmpty()) return;
        Batch batch = encoder.batch(frame);
        for (Follower each : live) {
            if (!meant.test(each.subscriber())) continue;
            batch.retain(1);
            each.subscriber().outbox().offerSignal(batch);
        }
        batch.release(1);
    }

    /** Tells all sessions of a user the latest value of something; one that waits there still is replaced. */
    void tellLatest(String user, ServerFrame.Ephemeral frame, Object key) {
        List<Follower> own = of(user);
        if (own.isEmpty()) return;
        Batch batch = encoder.batch(frame);
        for (Follower each : own) {
            batch.retain(1);
            each.subscriber().outbox().offerLatest(key, batch);
        }
        batch.release(1);
    }

    /** Tells one session something that it must learn. */
    void tell(Subscriber subscriber, ServerFrame frame) {
        if (!subscriber.outbox().offer(encoder.batch(frame))) subscriber.tooSlow();
    }
}
