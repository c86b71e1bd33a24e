package io.imbed.engine;

import io.imbed.MemoryStorage;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.RoomKind;
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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The memory storage as a database would answer: never at once, always from elsewhere. */
final class SlowStorage implements Storage, RoomLog, RoomStore {
    private final Storage memory = MemoryStorage.create();
    private Executor executor = Runnable::run;

    void answerOn(Executor newExecutor) {
        executor = newExecutor;
    }

    private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        executor.execute(() -> question.get()
                .whenComplete((value, error) -> executor.execute(() -> {
                    if (error == null) answer.complete(value);
                    else answer.completeExceptionally(error);
                })));
        return answer;
    }

    @Override
    public RoomLog log() {
        return this;
    }

    @Override
    public RoomStore store() {
        return this;
    }

    @Override
    public Upkeep upkeep() {
        return memory.upkeep();
    }

    @Override
    public Traits traits() {
        return memory.traits();
    }

    @Override
    public void close() {
        memory.close();
    }

    @Override
    public CompletionStage<List<Outcome>> append(List<Entry> batch) {
        return later(() -> memory.log().append(batch));
    }

    @Override
    public CompletionStage<EventSlice> events(String room, Cursor after, int maxEvents, int maxBytes) {
        return later(() -> memory.log().events(room, after, maxEvents, maxBytes));
    }

    @Override
    public CompletionStage<MessageSlice> history(String room, Anchor anchor, int maxMessages, int maxBytes) {
        return later(() -> memory.log().history(room, anchor, maxMessages, maxBytes));
    }

    @Override
    public CompletionStage<Optional<Message>> message(String room, long seq) {
        return later(() -> memory.log().message(room, seq));
    }

    @Override
    public CompletionStage<Set<String>> reactions(String room, long seq, String user) {
        return later(() -> memory.log().reactions(room, seq, user));
    }

    @Override
    public CompletionStage<List<Message>> pinned(String room) {
        return later(() -> memory.log().pinned(room));
    }

    @Override
    public CompletionStage<Optional<Message>> find(String room, String sender, String cid) {
        return later(() -> memory.log().find(room, sender, cid));
    }

    @Override
    public CompletionStage<Optional<RoomState>> room(String room) {
        return later(() -> memory.store().room(room));
    }

    @Override
    public CompletionStage<List<RoomState>> rooms(RoomKind kind, @Nullable String after, int limit) {
        return later(() -> memory.store().rooms(kind, after, limit));
    }

    @Override
    public CompletionStage<Optional<MemberRow>> member(String room, String user) {
        return later(() -> memory.store().member(room, user));
    }

    @Override
    public CompletionStage<List<MemberRow>> members(String room, @Nullable String after, int limit) {
        return later(() -> memory.store().members(room, after, limit));
    }

    @Override
    public CompletionStage<List<MemberRow>> readers(
            String room, long seq, String beside, @Nullable String after, int limit) {
        return later(() -> memory.store().readers(room, seq, beside, after, limit));
    }

    @Override
    public CompletionStage<Optional<MemberRow>> senior(String room, String beside) {
        return later(() -> memory.store().senior(room, beside));
    }

    @Override
    public CompletionStage<List<Restraint>> restraints(String room, String user) {
        return later(() -> memory.store().restraints(room, user));
    }

    @Override
    public CompletionStage<List<Restraint>> bans(String room, Instant now, @Nullable String after, int limit) {
        return later(() -> memory.store().bans(room, now, after, limit));
    }

    @Override
    public CompletionStage<List<Seat>> seats(String user, SeatOrder order, @Nullable String after, int limit) {
        return later(() -> memory.store().seats(user, order, after, limit));
    }

    @Override
    public CompletionStage<Optional<Seat>> seat(String room, String user) {
        return later(() -> memory.store().seat(room, user));
    }

    @Override
    public CompletionStage<Set<String>> sharing(String user, Collection<String> others) {
        return later(() -> memory.store().sharing(user, others));
    }
}
