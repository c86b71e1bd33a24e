package io.imbed.client.simulation;

import io.imbed.MemoryStorage;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.ChangeFeed;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MemberRow;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomLog;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep;
import io.imbed.testkit.ManualEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A database that outlives the servers: rooms in memory, behind a wire that takes its time, and at times does not say
 * what became of an append. Threads: one.
 */
final class SimulatedStorage {
    /** How a database may behave. Each includes those before it. */
    enum Temper {
        /** Answers within the call. */
        PROMPT,
        /** Answers later, in any order. */
        SLOW,
        /** Also refuses, fails, and leaves open whether it stored something. */
        FAULTY
    }

    final Storage real = MemoryStorage.create();
    private final ManualEnvironment env;
    private final SplittableRandom dice;
    private final Executor executor;
    private final boolean shared;
    private Temper temper;
    private boolean surprised;
    private final Deque<List<Entry>> givenUp =
            new ArrayDeque<>(); // commits that still take effect, before any later one

    /** @param shared whether several servers use it at once, and are told of each other's changes */
    SimulatedStorage(ManualEnvironment env, SplittableRandom dice, Temper temper, boolean shared) {
        this.shared = shared;
        this.env = env;
        this.dice = dice;
        this.temper = temper;
        this.executor = env.worker();
    }

    void heal() {
        temper = Temper.PROMPT;
    }

    /** Whether something was stored that no living server had asked for any more: only the next event will show it. */
    boolean surprised() {
        return surprised;
    }

    /** A server's way to the storage. */
    Session open() {
        return new Session();
    }

    private boolean chance(int percent) {
        return dice.nextInt(100) < percent;
    }

    /** One server's connections to the database: they die with it, and what is on its way may arrive all the same. */
    final class Session implements Storage, RoomLog {
        private boolean dead;

        void kill() {
            dead = true;
        }

        private <T> CompletionStage<T> read(Supplier<CompletionStage<T>> query) {
            return call(() -> {
                if (temper == Temper.FAULTY && chance(3)) throw new IllegalStateException("the database is away");
                return query.get().toCompletableFuture().join();
            });
        }

        private <T> CompletionStage<T> call(Supplier<T> query) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            if (temper == Temper.PROMPT || chance(30)) {
                run(query, answer);
                return answer;
            }
            CompletableFuture<T> result = new CompletableFuture<>();
            travel(() -> {
                if (dead && chance(50)) return;
                surprised |= dead;
                run(query, result);
                travel(() -> {
                    if (!dead) result.whenComplete((value, error) -> settle(answer, value, error));
                });
            });
            return answer;
        }

        private static <T> void run(Supplier<T> query, CompletableFuture<T> answer) {
            try {
                answer.complete(query.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }

        private static <T> void settle(CompletableFuture<T> answer, T value, Throwable error) {
            if (error == null) answer.complete(value);
            else answer.completeExceptionally(error);
        }

        private void travel(Runnable arrival) {
            if (chance(70)) executor.execute(arrival);
            else
                env.scheduler()
                        .schedule(Duration.ofNanos(1_000L * dice.nextInt(20_000)), () -> executor.execute(arrival));
        }

        @Override
        public CompletionStage<List<Outcome>> append(List<Entry> batch) {
            return call(() -> temper == Temper.FAULTY && chance(10) ? troubled(batch) : stored(batch));
        }

        private List<Outcome> stored(List<Entry> batch) {
            while (!givenUp.isEmpty()) now(givenUp.remove());
            return now(batch);
        }

        private List<Outcome> now(List<Entry> batch) {
            return real.log().append(batch).toCompletableFuture().join();
        }

        private List<Outcome> troubled(List<Entry> batch) {
            // What was given up may take effect, and then nothing may be called surely not stored.
            switch (givenUp.isEmpty() ? dice.nextInt(5) : 1) {
                case 0 -> {
                    return Collections.nCopies(batch.size(), new Outcome.Refused("the disk is full"));
                }
                case 1 -> {
                    stored(batch);
                    throw new IllegalStateException("connection lost after the commit");
                }
                case 2 -> throw new IllegalStateException("connection lost before the commit");
                case 3 -> {
                    // The commit was on its way and takes effect after the server gave it up.
                    surprised = true;
                    givenUp.add(batch);
                    env.scheduler().schedule(Duration.ofMillis(dice.nextInt(500)), () -> stored(List.of()));
                    throw new IllegalStateException("connection lost during the commit");
                }
                default -> {
                    List<Outcome> outcomes = new ArrayList<>(stored(batch));
                    IntStream.range(0, outcomes.size())
                            .filter(i -> chance(50))
                            .forEach(i -> outcomes.set(i, new Outcome.Unknown()));
                    return outcomes;
                }
            }
        }

        @Override
        public CompletionStage<EventSlice> events(String room, Cursor after, int maxEvents, int maxBytes) {
            return read(() -> real.log().events(room, after, maxEvents, maxBytes));
        }

        @Override
        public CompletionStage<MessageSlice> history(String room, Anchor anchor, int maxMessages, int maxBytes) {
            return read(() -> real.log().history(room, anchor, maxMessages, maxBytes));
        }

        @Override
        public CompletionStage<Optional<Message>> message(String room, long seq) {
            return read(() -> real.log().message(room, seq));
        }

        @Override
        public CompletionStage<Set<String>> reactions(String room, long seq, String user) {
            return read(() -> real.log().reactions(room, seq, user));
        }

        @Override
        public CompletionStage<List<Message>> pinned(String room) {
            return read(() -> real.log().pinned(room));
        }

        @Override
        public CompletionStage<Optional<Message>> find(String room, String sender, String cid) {
            return read(() -> real.log().find(room, sender, cid));
        }

        @Override
        public RoomLog log() {
            return this;
        }

        @Override
        public RoomStore store() {
            return new Store();
        }

        @Override
        public Upkeep upkeep() {
            return real.upkeep();
        }

        @Override
        public Traits traits() {
            Traits traits = real.traits();
            return new Traits(traits.durability(), shared, traits.writers());
        }

        @Override
        public Optional<ChangeFeed> feed() {
            return real.feed().map(Feed::new);
        }

        private final class Feed implements ChangeFeed {
            private final ChangeFeed feed;

            Feed(ChangeFeed feed) {
                this.feed = feed;
            }

            @Override
            public CompletionStage<Long> now() {
                return read(feed::now);
            }

            @Override
            public CompletionStage<Changes> since(long token, int limit) {
                return read(() -> feed.since(token, limit));
            }
        }

        @Override
        public void close() {
            kill();
        }

        private final class Store implements RoomStore {
            @Override
            public CompletionStage<Optional<RoomState>> room(String room) {
                return read(() -> real.store().room(room));
            }

            @Override
            public CompletionStage<List<RoomState>> rooms(RoomKind kind, String after, int limit) {
                return read(() -> real.store().rooms(kind, after, limit));
            }

            @Override
            public CompletionStage<Optional<MemberRow>> member(String room, String user) {
                return read(() -> real.store().member(room, user));
            }

            @Override
            public CompletionStage<List<MemberRow>> members(String room, String after, int limit) {
                return read(() -> real.store().members(room, after, limit));
            }

            @Override
            public CompletionStage<List<MemberRow>> readers(
                    String room, long seq, String beside, @Nullable String after, int limit) {
                return read(() -> real.store().readers(room, seq, beside, after, limit));
            }

            @Override
            public CompletionStage<Optional<MemberRow>> senior(String room, String beside) {
                return read(() -> real.store().senior(room, beside));
            }

            @Override
            public CompletionStage<List<Restraint>> restraints(String room, String user) {
                return read(() -> real.store().restraints(room, user));
            }

            @Override
            public CompletionStage<List<Restraint>> bans(String room, Instant now, String after, int limit) {
                return read(() -> real.store().bans(room, now, after, limit));
            }

            @Override
            public CompletionStage<List<Seat>> seats(String user, SeatOrder order, String after, int limit) {
                return read(() -> real.store().seats(user, order, after, limit));
            }

            @Override
            public CompletionStage<Optional<Seat>> seat(String room, String user) {
                return read(() -> real.store().seat(room, user));
            }

            @Override
            public CompletionStage<Set<String>> sharing(String user, Collection<String> others) {
                return read(() -> real.store().sharing(user, others));
            }
        }
    }
}
