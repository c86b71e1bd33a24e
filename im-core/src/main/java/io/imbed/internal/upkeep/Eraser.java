package io.imbed.internal.upkeep;

import io.imbed.Erasure.Erased;
import io.imbed.Erasure.Scope;
import io.imbed.Identity;
import io.imbed.Origin;
import io.imbed.internal.Causes;
import io.imbed.internal.Reading;
import io.imbed.internal.room.Memberships;
import io.imbed.internal.room.MessageService;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Environment;
import io.imbed.spi.Storage;
import io.imbed.spi.Upkeep.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what a user has left behind: of a page of rooms one after the other, of a room a page of messages and then the next.
 * Each message is a command on its room's lane, where others come between.
 *
 * <p>Nothing is kept in mind but the place where it is; the storage tells what is left, so a run that was cut off is simply run
 * again. What goes away meanwhile, a message or a whole room, needs no erasing.
 *
 * <p>Threads: any; one step of a run at a time.
 */
public final class Eraser {
    private static final Logger LOG = LoggerFactory.getLogger(Eraser.class);
    private static final int ROOMS = 1_000;
    private static final int AT_ONCE = 100;

    private final Environment env;
    private final Storage storage;
    private final MessageService messages;
    private final Memberships memberships;

    public Eraser(Environment env, Storage storage, MessageService messages, Memberships memberships) {
        this.env = env;
        this.storage = storage;
        this.messages = messages;
        this.memberships = memberships;
    }

    public CompletionStage<Erased> erase(Identity user, Scope scope, Origin origin, Consumer<Erased> progress) {
        Run run = new Run(new Actor(user, origin), new Actor(Identity.system(), origin), scope, progress);
        return run.rooms(null).thenApply(done -> run.soFar.get());
    }

    /** Every step begins on the worker, so a storage that answers at once does not pile up stages. */
    private final class Run {
        private final Actor user;
        private final Actor host;
        private final Scope scope;
        private final Consumer<Erased> progress;
        private final AtomicReference<Erased> soFar = new AtomicReference<>(Erased.NOTHING);

        Run(Actor user, Actor host, Scope scope, Consumer<Erased> progress) {
            this.user = user;
            this.host = host;
            this.scope = scope;
            this.progress = progress;
        }

        private String id() {
            return user.identity().id();
        }

        CompletionStage<Void> rooms(@Nullable String after) {
            return Reading.from(() -> storage.upkeep().traces(id(), after, ROOMS))
                    .thenComposeAsync(
                            page -> room(page.rooms(), 0).thenCompose(done -> {
                                String next = page.next();
                                return next == null ? nothing() : rooms(next);
                            }),
                            env.worker());
        }

        private CompletionStage<Void> room(List<String> rooms, int index) {
            if (index == rooms.size()) return nothing();
            String room = rooms.get(index);
            return sent(room, null)
                    .thenCompose(done -> reacted(room, 0))
                    .thenCompose(done -> leave(room))
                    .thenCompose(left -> unname(room).thenApply(done -> left))
                    .thenCompose(left -> told(new Erased(1, 0, 0, left)))
                    .thenComposeAsync(done -> room(rooms, index + 1), env.worker());
        }

        private CompletionStage<Void> sent(String room, @Nullable String after) {
            return Reading.from(() -> storage.upkeep().sent(room, id(), after, AT_ONCE))
                    .thenComposeAsync(
                            page -> {
                                Function<Sent, CompletionStage<Boolean>> erase =
                                        each -> messages.erase(host, room, each.seq());
                                return counted(page, erase)
                                        .thenCompose(count -> told(new Erased(0, count, 0, 0)))
                                        .thenCompose(done -> page.size() < AT_ONCE
                                                ? nothing()
                                                : sent(
                                                        room,
                                                        page.get(AT_ONCE - 1).cid()));
                            },
                            env.worker());
        }

        private CompletionStage<Void> reacted(String room, long after) {
            return Reading.from(() -> storage.upkeep().reacted(room, id(), after, AT_ONCE))
                    .thenComposeAsync(
                            page -> summed(page.stream()
                                            .map(seq -> takeBack(room, seq))
                                            .toList())
                                    .thenCompose(count -> told(new Erased(0, 0, count, 0)))
                                    .thenCompose(done ->
                                            page.size() < AT_ONCE ? nothing() : reacted(room, page.get(AT_ONCE - 1))),
                            env.worker());
        }

        private CompletionStage<Long> takeBack(String room, long seq) {
            return Reading.from(() -> storage.log().reactions(room, seq, id()))
                    .thenCompose(keys -> counted(keys, key -> messages.takeBack(user, room, seq, key)));
        }

        /** Answers how many memberships it has ended. */
        private CompletionStage<Long> leave(String room) {
            if (scope == Scope.CONTENT) return CompletableFuture.completedFuture(0L);
            return unlessRefused(memberships.kick(host, room, id()).result().thenApply(change -> change.changed()))
                    .thenApply(ended -> ended ? 1L : 0L);
        }

        /** Whoever stays a member keeps its name. */
        private CompletionStage<Boolean> unname(String room) {
            if (scope == Scope.CONTENT) return CompletableFuture.completedFuture(false);
            return Reading.from(() -> storage.upkeep().isNamed(room, id()))
                    .thenCompose(named -> named
                            ? unlessRefused(messages.unname(room, id()))
                            : CompletableFuture.completedFuture(false));
        }

        /** Adds to what was erased, and waits until the host has heard of it. */
        private CompletionStage<Void> told(Erased more) {
            if (more.equals(Erased.NOTHING)) return nothing();
            Erased now = soFar.updateAndGet(was -> new Erased(
                    was.rooms() + more.rooms(),
                    was.messages() + more.messages(),
                    was.reactions() + more.reactions(),
                    was.memberships() + more.memberships()));
            return CompletableFuture.runAsync(() -> hear(now), env.hooks());
        }

        private void hear(Erased now) {
            try {
                progress.accept(now);
            } catch (RuntimeException thrown) {
                LOG.error("whoever hears of an erasure's progress failed; it goes on", thrown);
            }
        }
    }

    private static CompletionStage<Void> nothing() {
        return CompletableFuture.completedFuture(null);
    }

    /** How many of these were so. */
    private static <T> CompletionStage<Long> counted(Iterable<T> items, Function<T, CompletionStage<Boolean>> change) {
        List<CompletionStage<Long>> counts = new ArrayList<>();
        for (T item : items) {
            counts.add(unlessRefused(change.apply(item)).thenApply(changed -> changed ? 1L : 0L));
        }
        return summed(counts);
    }

    private static CompletionStage<Long> summed(List<CompletionStage<Long>> counts) {
        CompletionStage<Long> sum = CompletableFuture.completedFuture(0L);
        for (CompletionStage<Long> each : counts) sum = sum.thenCombine(each, Long::sum);
        return sum;
    }

    /** What is refused is not there any more, or not for the host to change: then there is nothing to erase. */
    private static CompletionStage<Boolean> unlessRefused(CompletionStage<Boolean> change) {
        return change.handle((changed, error) -> {
                    if (error == null) return CompletableFuture.completedFuture(changed);
                    Throwable cause = Causes.of(error);
                    return cause instanceof RefusedException refused && refused.code() != ErrorCode.INTERNAL
                            ? CompletableFuture.completedFuture(false)
                            : CompletableFuture.<Boolean>failedFuture(cause);
                })
                .thenCompose(Function.identity());
    }
}
