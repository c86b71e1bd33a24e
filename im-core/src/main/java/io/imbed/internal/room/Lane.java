package io.imbed.internal.room;

import io.imbed.internal.LogLine;
import io.imbed.internal.Stages;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some of the rooms live on, where one thing is done at a time. Everything a room is on this node is touched here
 * alone, so there are no locks; and nothing here blocks, so one room's wait is nobody else's.
 *
 * <p>The cycle: commands gather in their rooms' queues while a batch is at the storage. When it is back, its outcomes are
 * settled (answers, then delivery), and everything that has gathered is decided, entry by entry on a working copy, and
 * goes as the next batch. One batch is in flight at a time: that is the group commit.
 *
 * <p>Threads: {@link #execute}, {@link #rooms()} and {@link #waiting} any; all else on the lane.
 */
public final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int MAX_IDLE_ROOMS = 1_024;
    /** With each new room, so that of the rooms beyond the limit at most one in so many is idle. */
    private static final int EVICTED_AT_ONCE = 8;
    /** How long to wait before a read that failed is tried again, or a client should try. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_UNKNOWN = Duration.ofMillis(100);

    private final Executor executor;
    private final LaneContext context;
    private final LastPage lastPage;
    private final Map<String, LiveRoom> rooms = new LinkedHashMap<>(16, 0.75f, true);
    private final ArrayDeque<LiveRoom> ready = new ArrayDeque<>();
    private List<Decided<?>> inFlight = List.of();
    private boolean appending;
    private boolean turnQueued;
    private boolean sweeping;
    // Written on the lane, and looked at by whoever wants to know:
    private volatile int waiting; // commands that are not at the storage yet
    private volatile int held; // the size of rooms

    /** A batch while it is made: no larger than a page, so that what it delivers at once fits an outbox several times. */
    static final class Forming {
        private static final int MAX_ENTRIES = 512;
        static final int MAX_BYTES = 256 * 1024;

        private final List<Decided<?>> decided = new ArrayList<>();
        private int bytes;

        void add(Decided<?> one) {
            decided.add(one);
            Entry entry = one.entry();
            Change.Post post = entry == null ? null : RoomModel.postOf(entry);
            if (post != null) bytes += post.content().json().text().length();
        }

        boolean isFull() {
            return decided.size() >= MAX_ENTRIES || bytes >= MAX_BYTES;
        }

        List<Decided<?>> decided() {
            return decided;
        }
    }

    /** Something to do with one room. */
    @FunctionalInterface
    public interface Work {
        void on(LiveRoom room);
    }

    public Lane(Executor executor, LaneContext context) {
        this.executor = executor;
        this.context = context;
        this.lastPage = new LastPage(context.encoder());
    }

    LaneContext context() {
        return context;
    }

    LastPage lastPage() {
        return lastPage;
    }

    /** Runs a task on the lane; tasks of one thread in their order. Dropped once the server has ended. */
    public void execute(Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (Throwable defect) { // The lane must live on, whatever one room does.
                    LOG.error("a lane's task failed", defect);
                    context.metrics().count("im.lane.defects", "", 1);
                }
            });
        } catch (RejectedExecutionException ended) {
            LOG.debug("dropped a task: the server has ended");
        }
    }

    /** Runs a task on the lane after a delay. */
    void later(Duration delay, Runnable task) {
        context.env().scheduler().schedule(delay, () -> execute(task));
    }

    /** Asks the storage and takes its answer to the lane; without a detour if it is here at once. */
    <T> void read(Supplier<CompletionStage<T>> question, Consumer<T> ok, Consumer<Throwable> failed) {
        CompletableFuture<T> answer = Stages.of(question).toCompletableFuture();
        if (answer.isDone() && !answer.isCompletedExceptionally()) {
            ok.accept(answer.join());
            return;
        }
        answer.whenComplete((value, error) -> execute(() -> {
            if (error == null) ok.accept(value);
            else failed.accept(error);
        }));
    }

    /** The room, loaded or not, existing or not. */
    public LiveRoom room(String id) {
        LiveRoom room = rooms.get(id);
        if (room == null) {
            evictIdle();
            room = new LiveRoom(id, this);
            rooms.put(id, room);
            held = rooms.size();
        }
        return room;
    }

    /** How many there are. Threads: any. */
    int rooms() {
        return held;
    }

    /** How many changes wait to be decided. Threads: any. */
    int waiting() {
        return waiting;
    }

    /** Looks at the eldest. Those in use go to the end, or they would hide the idle ones behind them for ever. */
    private void evictIdle() {
        if (rooms.size() < MAX_IDLE_ROOMS) return;
        List<LiveRoom> eldest = rooms.values().stream().limit(EVICTED_AT_ONCE).toList();
        for (LiveRoom room : eldest) {
            if (!letGo(room)) rooms.get(room.id());
        }
    }

    /** Forgets a room that nobody would miss; false if somebody would. */
    boolean letGo(LiveRoom room) {
        if (!room.isIdle()) return false;
        room.close();
        rooms.remove(room.id());
        held = rooms.size();
        return true;
    }

    /** The room, if it is held. */
    @Nullable LiveRoom held(String id) {
        return rooms.get(id);
    }

    List<LiveRoom> all() {
        return List.copyOf(rooms.values());
    }

    /** Frees what is only there to be quick. */
    void dropCaches() {
        rooms.values().forEach(LiveRoom::dropCaches);
    }

    /** The server ends: answers what was not answered, and lets go of all rooms. */
    void end() {
        for (Decided<?> each : inFlight) each.command().unavailable("the server has ended");
        for (LiveRoom room : rooms.values()) {
            room.commands().each(command -> command.unavailable("the server has ended"));
            room.close();
        }
        rooms.clear();
        held = 0;
    }

    /** Queues a command of this room, or answers it UNAVAILABLE if too much waits already. */
    void submit(LiveRoom room, Command<?> command) {
        if (waiting >= context.limits().queues().laneEntries()) {
            command.unavailable("the server is busy: " + waiting + " changes are waiting");
            return;
        }
        long bytes = command.bytes();
        if (!context.budget().tryQueue(bytes)) {
            command.unavailable("the server is out of memory for new work");
            return;
        }
        command.result().whenComplete((result, error) -> context.budget().unqueue(bytes));
        command.deadline(context.env().scheduler().nanoTime()
                + context.limits().times().send().toNanos());
        waiting++;
        room.commands().add(command);
        becameReady(room);
        sweepSoon();
    }

    /** The room has commands that can be decided. */
    void becameReady(LiveRoom room) {
        if (room.commands().becameReady()) ready.add(room);
        queueTurn();
    }

    private void queueTurn() {
        if (turnQueued || appending) return;
        turnQueued = true;
        // Behind what is queued on this lane already, so that it all goes in one batch.
        execute(this::turn);
    }

    private void turn() {
        turnQueued = false;
        if (appending) return;
        Forming forming = new Forming();
        while (!ready.isEmpty() && !forming.isFull()) {
            LiveRoom room = ready.remove();
            int before = room.commands().size();
            boolean more = room.commands().form(forming);
            waiting -= before - room.commands().size();
            if (more && room.commands().becameReady()) ready.add(room);
        }
        if (!forming.decided().isEmpty()) append(forming.decided());
    }

    private void append(List<Decided<?>> batch) {
        appending = true;
        inFlight = batch;
        long start = context.env().scheduler().nanoTime();
        List<Entry> entries = new ArrayList<>(batch.size());
        for (Decided<?> each : batch) {
            Entry entry = each.entry();
            if (entry == null) continue;
            each.command().submitted();
            entries.add(entry);
        }
        context.metrics().count("im.log.batch", "", entries.size());
        read(
                () -> context.storage().log().append(entries),
                outcomes -> answered(batch, entries.size(), outcomes, start),
                error -> {
                    LOG.warn("an append of {} entries has no answer", entries.size(), error);
                    settle(batch, Collections.nCopies(entries.size(), new Outcome.Unknown()), start);
                });
    }

    private void answered(List<Decided<?>> batch, int entries, List<Outcome> outcomes, long start) {
        if (outcomes.size() == entries) {
            settle(batch, outcomes, start);
            return;
        }
        LOG.error("the storage answered {} outcomes for {} entries", outcomes.size(), entries);
        settle(batch, Collections.nCopies(entries, new Outcome.Unknown()), start);
    }

    private void settle(List<Decided<?>> batch, List<Outcome> outcomes, long startNanos) {
        context.metrics().time("im.log.append", "", context.env().scheduler().nanoTime() - startNanos);
        appending = false;
        inFlight = List.of();
        ArrayDeque<LiveRoom> touched = new ArrayDeque<>(); // one that comes twice has nothing left to do
        LinkedHashSet<LiveRoom> unsure = new LinkedHashSet<>();
        Set<LiveRoom> shaken = new HashSet<>(0); // where not all became as what was decided after it assumed
        LinkedHashMap<LiveRoom, List<Command<?>>> again = new LinkedHashMap<>();
        Iterator<Outcome> next = outcomes.iterator();
        for (Decided<?> each : batch) {
            LiveRoom room = each.room();
            Outcome outcome = each.entry() == null ? null : next.next();
            if (touched.peekLast() != room) touched.add(room);
            if (outcome instanceof Outcome.Unknown) unsure.add(room);
            if (settled(each, outcome, shaken.contains(room), unsure)) {
                room.commands().settled();
            } else {
                again.computeIfAbsent(room, key -> new ArrayList<>()).add(each.command());
            }
            if (each.decision() instanceof Decision.Append && !(outcome instanceof Outcome.Stored)) shaken.add(room);
        }
        again.forEach((room, commands) -> {
            waiting += commands.size();
            room.commands().decideAgain(commands);
        });
        touched.forEach(Lane::deliver);
        touched.forEach(room -> room.others().settled());
        for (LiveRoom room : touched) {
            if (room.commands().release()) becameReady(room);
        }
        // Whoever sent may have been answered by now; followers still wait for what may have been stored.
        unsure.forEach(room -> room.model().forget());
        if (!unsure.isEmpty()) later(PAUSE_AFTER_UNKNOWN, () -> unsure.forEach(LiveRoom::refresh));
        for (LiveRoom room : again.keySet()) {
            if (unsure.contains(room)) later(PAUSE_AFTER_UNKNOWN, () -> becameReady(room));
            else becameReady(room);
        }
        if (!ready.isEmpty()) queueTurn();
    }

    private static void deliver(LiveRoom room) {
        try {
            room.delivery().flush();
            room.receipts().flush();
        } catch (RuntimeException defect) {
            LogLine.ofRoom(LOG.atError().setCause(defect), room.id(), "could not be delivered");
        }
    }

    /** Returns whether that was all; if not, the command is to be decided again. */
    private static boolean settled(
            Decided<?> each, @Nullable Outcome outcome, boolean shaken, Collection<LiveRoom> unsure) {
        try {
            if (outcome != null) return settled(each, outcome, shaken);
            if (!shaken) each.conclude();
            return !shaken;
        } catch (RuntimeException defect) { // One room's defect is not the batch's.
            LogLine.ofRoom(LOG.atError().setCause(defect), each.room().id(), "an outcome could not be settled");
            each.command().unavailable("the server failed");
            unsure.add(each.room());
            return true;
        }
    }

    private static boolean settled(Decided<?> each, Outcome outcome, boolean shaken) {
        Command<?> command = each.command();
        if (outcome instanceof Outcome.Stored stored) {
            each.room().committed(Objects.requireNonNull(each.entry()), stored, command);
        } else if (outcome instanceof Outcome.Duplicate duplicate) {
            each.room().duplicate(command, duplicate);
        } else if (outcome instanceof Outcome.Conflict) {
            command.refuse(ErrorCode.CONFLICT, "this cid was used for something else");
        } else if (outcome instanceof Outcome.Failed failed) {
            LogLine.ofRoom(LOG.atError(), each.room().id(), "an entry cannot be stored: {}", failed.why());
            command.notStored();
            if (command.mayBeStored()) command.unavailable("it cannot be stored now");
            else command.fail(new RefusedException(ErrorCode.INTERNAL, "it cannot be stored"));
        } else if (outcome instanceof Outcome.Refused refused) {
            LogLine.ofRoom(LOG.atWarn(), each.room().id(), "the storage refused an entry: {}", refused.why());
            command.notStored();
            command.unavailable("the storage takes nothing now");
        } else if (outcome instanceof Outcome.Stale) {
            // A message that an earlier append had stored would be a duplicate: the storage looks for that first.
            command.surelyNotStored();
            boolean refused = each.decision() instanceof Decision.RefuseUnlessStored && !shaken;
            if (refused) each.conclude();
            return refused || command.isDone();
        } else {
            command.doubted();
            return command.isDone(); // Unknown: reading and deciding again settles it.
        }
        return true;
    }

    private void sweepSoon() {
        if (sweeping) return;
        sweeping = true;
        later(SWEEP, this::sweep);
    }

    /** Answers what has waited past its deadline; what is in flight may still be stored. */
    private void sweep() {
        sweeping = false;
        long now = context.env().scheduler().nanoTime();
        for (Decided<?> each : inFlight) expire(each.command(), now);
        for (LiveRoom room : rooms.values()) room.commands().each(command -> expire(command, now));
        if (waiting > 0 || appending) sweepSoon();
    }

    private static void expire(Command<?> command, long now) {
        if (!command.isDone() && now - command.deadline() >= 0)
            command.unavailable("the storage does not answer in time");
    }
}
