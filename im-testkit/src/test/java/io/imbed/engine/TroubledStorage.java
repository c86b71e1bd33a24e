package io.imbed.engine;

import io.imbed.MemoryStorage;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.ChangeFeed;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The memory storage with everything that can go wrong in a test's hands. Threads: the test's. */
final class TroubledStorage implements Storage {
    /** Every batch that came, in order. */
    final List<List<Entry>> batches = new ArrayList<>();

    /** Of each question who shares a room with somebody, the others that it was about. */
    final List<List<String>> sharings = new ArrayList<>();

    private final Set<Entry> stored = new HashSet<>();

    private Storage real;
    private final Queue<Runnable> heldAppends = new ArrayDeque<>();
    private final TroubledReads reads = new TroubledReads();
    private final TroubledFeed feed = new TroubledFeed(reads);
    private Function<Entry, @Nullable Outcome> outcomes = entry -> null;
    private UnaryOperator<Message> messages = message -> message;
    private Runnable afterSeats = () -> {};
    private Runnable beforeDue = () -> {};
    private int eventsToFail;
    private boolean holdAppends;
    private boolean holdAnswers;
    private boolean throwing;
    private boolean losing;

    TroubledStorage() {
        this(MemoryStorage.create());
    }

    TroubledStorage(Storage real) {
        this.real = real;
    }

    /** From now on another storage is there, as when an operator has restored a backup. */
    void restore(Storage backup) {
        real = backup;
    }

    /** From now on appends wait: nothing of them is stored before {@link #releaseAppends}. */
    void holdAppends() {
        holdAppends = true;
    }

    /** From now on appends are stored at once, but their answers wait for {@link #releaseAppends}. */
    void holdAnswers() {
        holdAnswers = true;
    }

    int appendsHeld() {
        return heldAppends.size();
    }

    /** Lets what waits go on, and all that comes. */
    void releaseAppends() {
        holdAppends = false;
        holdAnswers = false;
        while (!heldAppends.isEmpty()) heldAppends.remove().run();
    }

    /** What befalls its reads. */
    TroubledReads reads() {
        return reads;
    }

    /** The answer to each entry, instead of storing it; null stores it. */
    void outcomes(Function<Entry, @Nullable Outcome> newOutcomes) {
        outcomes = newOutcomes;
    }

    /** As {@link #outcomes}, for the next entry that posts this text. */
    void outcomeOnce(String text, Function<Entry, @Nullable Outcome> outcome) {
        boolean[] done = {false};
        outcomes = entry -> {
            if (done[0] || !text.equals(posted(entry))) return null;
            done[0] = true;
            return outcome.apply(entry);
        };
    }

    /** What a read of one message answers, instead of the message that is there. */
    void messages(UnaryOperator<Message> newMessages) {
        messages = newMessages;
    }

    /** What happens whenever a page of a room list has been read. */
    void afterSeats(Runnable newAfterSeats) {
        afterSeats = newAfterSeats;
    }

    /** What happens once, after it was asked what is too old in a room and before that is answered. */
    void beforeDue(Runnable newBeforeDue) {
        beforeDue = newBeforeDue;
    }

    /** Makes this many reads of events fail. */
    void failEvents(int count) {
        eventsToFail = count;
    }

    /** What befalls whoever asks what other nodes have done. */
    TroubledFeed polls() {
        return feed;
    }

    int eventsToFail() {
        return eventsToFail;
    }

    /** From now on calls throw where they stand, against the contract. */
    void throwing(boolean isThrowing) {
        throwing = isThrowing;
        reads.throwing(isThrowing);
    }

    /** Stores the next batch, but answers for none of its entries, against the contract. */
    void loseAnswersOfOneBatch() {
        losing = true;
    }

    /** What an entry posts, or an empty text. */
    static String posted(Entry entry) {
        return entry.changes().stream()
                .map(change ->
                        change.post() == null ? "" : change.post().content().fallback())
                .findFirst()
                .orElse("");
    }

    /** Stores it without any trouble, as another node would. */
    Outcome store(Entry entry) {
        Outcome outcome =
                real.log().append(List.of(entry)).toCompletableFuture().join().get(0);
        if (outcome instanceof Outcome.Stored) stored.add(entry);
        return outcome;
    }

    /** What is really there. */
    Storage real() {
        return real;
    }

    RoomState room(String id) {
        return real.store().room(id).toCompletableFuture().join().orElseThrow();
    }

    private Outcome outcome(Entry entry) {
        Outcome chosen = outcomes.apply(entry);
        return chosen == null ? store(entry) : chosen;
    }

    /** As a log must: behind what may be missing nothing of its room is stored, behind what is stale all is. */
    private List<Outcome> outcomes(List<Entry> batch) {
        List<Outcome> all = new ArrayList<>();
        Map<String, Outcome> broken = new HashMap<>();
        for (Entry entry : batch) {
            Outcome before = broken.get(entry.room());
            boolean missing = before instanceof Outcome.Unknown;
            Outcome outcome = missing ? before : outcome(before == null ? entry : entry.under(new Guard.Never()));
            all.add(outcome);
            boolean stale = outcome instanceof Outcome.Stale && !(entry.guard() instanceof Guard.Never);
            boolean lost = outcome instanceof Outcome.Unknown && !stored.contains(entry);
            if (stale || lost) broken.put(entry.room(), outcome);
        }
        return all;
    }

    private CompletionStage<List<Outcome>> append(List<Entry> batch) {
        if (throwing) throw new NoSuchMethodError("a driver that does not fit");
        batches.add(batch);
        if (losing) {
            losing = false;
            batch.forEach(this::outcome);
            return CompletableFuture.completedFuture(List.of());
        }
        CompletableFuture<List<Outcome>> answer = new CompletableFuture<>();
        if (holdAppends) {
            heldAppends.add(() -> answer.complete(outcomes(batch)));
        } else {
            List<Outcome> stored = outcomes(batch);
            if (holdAnswers) heldAppends.add(() -> answer.complete(stored));
            else answer.complete(stored);
        }
        return answer;
    }

    private <T> CompletionStage<T> read(CompletionStage<T> answer) {
        return reads.of(answer, TroubledReads.Kind.OTHER);
    }

    @Override
    public RoomLog log() {
        return new RoomLog() {
            @Override
            public CompletionStage<List<Outcome>> append(List<Entry> batch) {
                return TroubledStorage.this.append(batch);
            }

            @Override
            public CompletionStage<EventSlice> events(String room, Cursor after, int maxEvents, int maxBytes) {
                if (eventsToFail > 0) {
                    eventsToFail--;
                    return CompletableFuture.failedFuture(new IllegalStateException("the disk is away"));
                }
                return reads.of(real.log().events(room, after, maxEvents, maxBytes), TroubledReads.Kind.EVENTS);
            }

            @Override
            public CompletionStage<MessageSlice> history(String room, Anchor anchor, int maxMessages, int maxBytes) {
                return read(real.log().history(room, anchor, maxMessages, maxBytes));
            }

            @Override
            public CompletionStage<Optional<Message>> message(String room, long seq) {
                return read(real.log().message(room, seq).thenApply(found -> found.map(messages)));
            }

            @Override
            public CompletionStage<Set<String>> reactions(String room, long seq, String user) {
                return read(real.log().reactions(room, seq, user));
            }

            @Override
            public CompletionStage<List<Message>> pinned(String room) {
                return read(real.log().pinned(room));
            }

            @Override
            public CompletionStage<Optional<Message>> find(String room, String sender, String cid) {
                return read(real.log().find(room, sender, cid));
            }
        };
    }

    @Override
    public RoomStore store() {
        return new RoomStore() {
            @Override
            public CompletionStage<Optional<RoomState>> room(String room) {
                return read(real.store().room(room));
            }

            @Override
            public CompletionStage<List<RoomState>> rooms(RoomKind kind, @Nullable String after, int limit) {
                return read(real.store().rooms(kind, after, limit));
            }

            @Override
            public CompletionStage<Optional<MemberRow>> member(String room, String user) {
                return reads.of(real.store().member(room, user), TroubledReads.Kind.MEMBER);
            }

            @Override
            public CompletionStage<List<MemberRow>> members(String room, @Nullable String after, int limit) {
                return read(real.store().members(room, after, limit));
            }

            @Override
            public CompletionStage<List<MemberRow>> readers(
                    String room, long seq, String beside, @Nullable String after, int limit) {
                return read(real.store().readers(room, seq, beside, after, limit));
            }

            @Override
            public CompletionStage<Optional<MemberRow>> senior(String room, String beside) {
                return read(real.store().senior(room, beside));
            }

            @Override
            public CompletionStage<List<Restraint>> restraints(String room, String user) {
                return reads.of(real.store().restraints(room, user), TroubledReads.Kind.RESTRAINTS);
            }

            @Override
            public CompletionStage<List<Restraint>> bans(String room, Instant now, @Nullable String after, int limit) {
                return read(real.store().bans(room, now, after, limit));
            }

            @Override
            public CompletionStage<List<Seat>> seats(String user, SeatOrder order, @Nullable String after, int limit) {
                CompletionStage<List<Seat>> seats = real.store().seats(user, order, after, limit);
                afterSeats.run();
                return read(seats);
            }

            @Override
            public CompletionStage<Optional<Seat>> seat(String room, String user) {
                return read(real.store().seat(room, user));
            }

            @Override
            public CompletionStage<Set<String>> sharing(String user, Collection<String> others) {
                sharings.add(List.copyOf(others));
                return read(real.store().sharing(user, others));
            }
        };
    }

    @Override
    public Upkeep upkeep() {
        return new Upkeep() {
            @Override
            public CompletionStage<List<Extent>> extents(@Nullable String after, int limit) {
                return read(real.upkeep().extents(after, limit));
            }

            @Override
            public CompletionStage<Change.Trim> due(
                    String room, Instant messages, Instant events, long newest, int limit) {
                CompletionStage<Change.Trim> due = read(real.upkeep().due(room, messages, events, newest, limit));
                beforeDue.run();
                beforeDue = () -> {};
                return due;
            }

            @Override
            public CompletionStage<Void> probe() {
                return read(real.upkeep().probe());
            }

            @Override
            public CompletionStage<Traces> traces(String user, @Nullable String after, int limit) {
                return read(real.upkeep().traces(user, after, limit));
            }

            @Override
            public CompletionStage<Boolean> isNamed(String room, String user) {
                return read(real.upkeep().isNamed(room, user));
            }

            @Override
            public CompletionStage<List<Sent>> sent(String room, String sender, @Nullable String after, int limit) {
                return read(real.upkeep().sent(room, sender, after, limit));
            }

            @Override
            public CompletionStage<List<Long>> reacted(String room, String user, long after, int limit) {
                return read(real.upkeep().reacted(room, user, after, limit));
            }
        };
    }

    @Override
    public Optional<ChangeFeed> feed() {
        return real.feed().map(feed::over);
    }

    @Override
    public Traits traits() {
        return real.traits();
    }

    @Override
    public void close() {
        real.close();
    }
}
