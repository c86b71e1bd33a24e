package io.imbed.engine;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.MemoryStorage;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.PendingSends;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The memory storage, and beside it what a host has committed in transactions of its own. Threads: the test's. */
final class PendingBoard implements Storage {
    private final Storage real = MemoryStorage.create();
    private final TreeMap<Long, PendingSends.Pending> rows = new TreeMap<>();
    private final Map<Long, String> refused = new LinkedHashMap<>();
    private PendingSends.@Nullable Intake intake;
    private Function<Entry, @Nullable Outcome> trouble = entry -> null;
    private boolean failing;
    private int reads;
    private long lastId;

    /** The host commits a transaction that wrote this; the server is not told. */
    long commit(String room, String sender, String cid, Draft draft) {
        return commit(room, sender, cid, draft, true);
    }

    long commit(String room, String sender, String cid, Draft draft, boolean hooks) {
        long id = ++lastId;
        rows.put(id, new PendingSends.Pending(id, room, Identity.of(sender), cid, draft, hooks));
        return id;
    }

    PendingSends.Intake intake() {
        if (intake == null) throw new AssertionError("no engine is attached");
        return intake;
    }

    /** Another node takes it: its message is stored elsewhere, or here and not kept any more. */
    void loseBehindTheBack(long id) {
        rows.remove(id);
    }

    List<Long> waiting() {
        return List.copyOf(rows.keySet());
    }

    /** Codes of what was set aside, by id. */
    Map<Long, String> refused() {
        return refused;
    }

    int reads() {
        return reads;
    }

    /** The answer to each entry, instead of storing it; null stores it. */
    void trouble(Function<Entry, @Nullable Outcome> newTrouble) {
        trouble = newTrouble;
    }

    /** From now on what is pending cannot be read. */
    void failing(boolean isFailing) {
        failing = isFailing;
    }

    @Override
    public Optional<PendingSends> pending() {
        return Optional.of(new Sends());
    }

    /** The real one's, but for appends. */
    @Override
    public RoomLog log() {
        return (RoomLog) Proxy.newProxyInstance(
                RoomLog.class.getClassLoader(), new Class<?>[] {RoomLog.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("append")) return method.invoke(real.log(), arguments);
                    List<Outcome> outcomes = new ArrayList<>();
                    for (Object each : (List<?>) arguments[0]) outcomes.add(append((Entry) each));
                    return CompletableFuture.completedFuture(outcomes);
                });
    }

    private Outcome append(Entry entry) {
        Outcome chosen = trouble.apply(entry);
        if (chosen != null) return chosen;
        List<Change.Take> taken = new ArrayList<>();
        List<Change> others = new ArrayList<>();
        for (Change change : entry.changes()) {
            if (change instanceof Change.Take take) taken.add(take);
            else others.add(change);
        }
        boolean gone = taken.stream().anyMatch(take -> !rows.containsKey(take.pending()));
        Guard guard = gone ? new Guard.Never() : entry.guard();
        Entry without = new Entry(entry.room(), guard, entry.at(), entry.by(), others, entry.events());
        Outcome outcome =
                real.log().append(List.of(without)).toCompletableFuture().join().get(0);
        if (outcome instanceof Outcome.Stored) taken.forEach(take -> rows.remove(take.pending()));
        return gone && outcome instanceof Outcome.Stale ? new Outcome.Conflict() : outcome;
    }

    @Override
    public RoomStore store() {
        return real.store();
    }

    @Override
    public Upkeep upkeep() {
        return real.upkeep();
    }

    @Override
    public Traits traits() {
        return real.traits();
    }

    @Override
    public void close() {
        real.close();
    }

    private final class Sends implements PendingSends {
        @Override
        public void attach(Intake newIntake) {
            intake = newIntake;
        }

        @Override
        public CompletionStage<List<Pending>> next(int limit) {
            reads++;
            if (failing) return CompletableFuture.failedFuture(new IllegalStateException("away"));
            return CompletableFuture.completedFuture(rows.values().stream()
                    .filter(each -> !refused.containsKey(each.id()))
                    .limit(limit)
                    .toList());
        }

        @Override
        public CompletionStage<Void> discard(long id) {
            rows.remove(id);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> setAside(long id, String code, String why) {
            if (rows.containsKey(id)) refused.put(id, code);
            return CompletableFuture.completedFuture(null);
        }
    }
}
