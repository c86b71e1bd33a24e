package io.imbed.internal.hook;

import io.imbed.hook.BeforeConnect;
import io.imbed.hook.Hook;
import io.imbed.hook.HookOptions;
import io.imbed.hook.Verdict;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hooks of one server by moment, and how they are asked and told. Threads: any, once built. */
public final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** One registration, before there is an environment to run it in. */
    public record Registration<H extends Hook>(Class<H> moment, H hook, HookOptions options) {}

    private record Entry(Hook hook, Bulkhead bulkhead, Repetition repetition) {}

    /** How one hook is called. */
    @FunctionalInterface
    public interface Asking<H, A, V> {
        V ask(H hook, A attempt) throws Exception;
    }

    /** How one hook is told. */
    @FunctionalInterface
    public interface Telling<H, O> {
        void tell(H hook, O occurrence) throws Exception;
    }

    private final Map<Class<?>, List<Entry>> byMoment = new HashMap<>();
    private final Environment env;
    private final MetricsSink metrics;

    public Hooks(List<Registration<?>> registrations, Environment env, MetricsSink metrics) {
        this.env = env;
        this.metrics = metrics;
        for (Registration<?> each : registrations) {
            List<Entry> entries = byMoment.computeIfAbsent(each.moment(), moment -> new ArrayList<>());
            String name = each.moment().getSimpleName() + "-" + entries.size();
            entries.add(
                    new Entry(each.hook(), new Bulkhead(name, each.options(), env), new Repetition(env.scheduler())));
        }
    }

    public boolean has(Class<? extends Hook> moment) {
        return byMoment.containsKey(moment);
    }

    /**
     * Asks the before-hooks of a moment that only decide, in order, until one says no.
     *
     * @return completes if all allow; fails with the refusal, or with {@link UnavailableException} where a hook failed
     *     that is declared to fail closed
     */
    public <H extends Hook, A> CompletionStage<Void> ask(
            Class<H> moment, A attempt, Asking<H, A, Verdict.Decision> asking) {
        CompletionStage<Void> result = CompletableFuture.completedFuture(null);
        for (Entry entry : entries(moment)) {
            result = result.thenCompose(ok -> verdict(entry, () -> asking.ask(moment.cast(entry.hook()), attempt))
                    .thenApply(verdict -> null));
        }
        return result;
    }

    /**
     * Asks the before-hooks of a moment with a draft, in order; each sees what those before it made of the draft.
     *
     * @param draftOf takes the replacement out of a verdict, and keeps the attempt where there is none
     * @return the attempt as the last hook left it
     */
    public <H extends Hook, A> CompletionStage<A> askReplacing(
            Class<H> moment, A attempt, Asking<H, A, Verdict> asking, Replacing<A> draftOf) {
        CompletionStage<A> result = CompletableFuture.completedFuture(attempt);
        for (Entry entry : entries(moment)) {
            result = result.thenCompose(current -> verdict(entry, () -> asking.ask(moment.cast(entry.hook()), current))
                    .thenApply(verdict ->
                            verdict instanceof Verdict.Replace replace ? draftOf.replaced(current, replace) : current));
        }
        return result;
    }

    /** Puts a replaced draft into the attempt. */
    @FunctionalInterface
    public interface Replacing<A> {
        A replaced(A attempt, Verdict.Replace replace);
    }

    private List<Entry> entries(Class<?> moment) {
        return byMoment.getOrDefault(moment, List.of());
    }

    private CompletionStage<Verdict> verdict(Entry entry, Callable<Verdict> code) {
        long start = env.scheduler().nanoTime();
        return entry.bulkhead().call(code).handle((verdict, error) -> {
            String name = entry.bulkhead().name();
            metrics.time("im.hook.time", name, env.scheduler().nanoTime() - start);
            if (error != null) return failed(entry, error);
            if (verdict == null) return failed(entry, new NullPointerException("no verdict"));
            if (verdict instanceof Verdict.Reject reject) {
                throw new CompletionException(refusal(reject));
            }
            return verdict;
        });
    }

    private static ImException refusal(Verdict.Reject reject) {
        return reject.code().retryable()
                ? new UnavailableException(reject.code(), reject.text(), RETRY, false)
                : new RefusedException(reject.code(), reject.text());
    }

    private Verdict failed(Entry entry, Throwable error) {
        Bulkhead hook = entry.bulkhead();
        metrics.count("im.hook.errors", hook.name(), 1);
        boolean open = hook.options().failOpen();
        if (entry.repetition().isNews(error)) {
            // What it was shown, handshakes, may be quoted in the message.
            Throwable shown = entry.hook() instanceof BeforeConnect ? Wordless.of(error) : error;
            LOG.warn("hook {} failed; it is declared to fail {}", hook.name(), open ? "open" : "closed", shown);
        }
        if (open) return Verdict.allow();
        throw new CompletionException(
                new UnavailableException(ErrorCode.UNAVAILABLE, "a check of the host failed; try again", RETRY, false));
    }

    /** Tells the after-hooks of a moment, each at most once, in no order among hooks. */
    public <H extends Hook, O> void tell(Class<H> moment, O occurrence, Telling<H, O> telling) {
        for (Entry entry : entries(moment)) {
            entry.bulkhead()
                    .call(() -> {
                        telling.tell(moment.cast(entry.hook()), occurrence);
                        return true;
                    })
                    .whenComplete((told, error) -> {
                        if (error == null) return;
                        metrics.count("im.hook.errors", entry.bulkhead().name(), 1);
                        if (!entry.repetition().isNews(error)) return;
                        LOG.warn(
                                "hook {} failed; what it was told is not repeated",
                                entry.bulkhead().name(),
                                error);
                    });
        }
    }
}
