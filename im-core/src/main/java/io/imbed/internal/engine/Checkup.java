package io.imbed.internal.engine;

import io.imbed.Health;
import io.imbed.internal.Causes;
import io.imbed.internal.Stages;
import io.imbed.internal.session.Services;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at how a server is, by having each of its parts do a little. Why one does not is in the log: an answer may be read by
 * anybody. Threads: any.
 */
final class Checkup {
    private static final Logger LOG = LoggerFactory.getLogger(Checkup.class);
    /** Who has not answered by then makes no progress. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Services services;
    private final Door door;

    Checkup(Services services, Door door) {
        this.services = services;
        this.door = door;
    }

    /** Completes, never with an error, within {@link #LIMIT}. */
    CompletableFuture<Health> look() {
        var rooms = problem("the threads of rooms make no progress", services.lanes()::progress);
        var requests = problem(
                "the threads of requests make no progress",
                () -> CompletableFuture.runAsync(() -> {}, services.env().worker()));
        var storage = problem(
                "the storage takes nothing", () -> services.storage().upkeep().probe());
        return CompletableFuture.allOf(rooms, requests, storage)
                .thenApply(done -> health(
                        Stream.of(rooms.join(), requests.join())
                                .flatMap(Optional::stream)
                                .toList(),
                        Stream.of(storage.join(), door.closedFor())
                                .flatMap(Optional::stream)
                                .toList()));
    }

    private static Health health(List<String> stuck, List<String> unready) {
        List<String> all = Stream.concat(stuck.stream(), unready.stream()).toList();
        return new Health(stuck.isEmpty(), all.isEmpty(), all);
    }

    /** The sentence, unless what is asked answers in time. */
    private CompletableFuture<Optional<String>> problem(
            String sentence, Supplier<? extends CompletionStage<?>> question) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        var timer = services.env()
                .scheduler()
                .schedule(
                        LIMIT,
                        () -> answer.completeExceptionally(
                                new TimeoutException("no answer within " + LIMIT.toMillis() + " ms")));
        Stages.of(() -> question.get().thenApply(done -> true)).whenComplete((done, error) -> {
            timer.cancel();
            if (error == null) answer.complete(done);
            else answer.completeExceptionally(error);
        });
        return answer.handle((done, error) -> {
            if (error == null) return Optional.empty();
            LOG.warn("{}", sentence, Causes.of(error));
            return Optional.of(sentence);
        });
    }
}
