package io.imbed.internal.hook;

import io.imbed.Identity;
import io.imbed.hook.HookOptions;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.UnavailableException;
import io.imbed.protocol.UserView;
import io.imbed.spi.AccessPolicy;
import io.imbed.spi.AccessPolicy.Access;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Environment;
import io.imbed.spi.Handshake;
import io.imbed.spi.UserDirectory;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's authenticator, policy and directory, each behind a bulkhead. Threads: any. */
public final class HostCode {
    private static final Logger LOG = LoggerFactory.getLogger(HostCode.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Sign-ins come in storms after a restart, and hosts look users up in a database. */
    private static final HookOptions SIGN_IN = new HookOptions(Duration.ofSeconds(5), false, 32, 10_000);

    private final Authenticator authenticator;
    private final @Nullable AccessPolicy policy;
    private final @Nullable UserDirectory directory;
    private final Bulkhead authenticating;
    private final Bulkhead permitting;
    private final Bulkhead seeing; // apart: it is asked about many at once, and must not hold up a send
    private final Bulkhead finding;

    /** @param policy null if nothing is narrowed */
    public HostCode(
            Authenticator authenticator,
            @Nullable AccessPolicy policy,
            @Nullable UserDirectory directory,
            Environment env) {
        this.authenticator = authenticator;
        this.policy = policy;
        this.directory = directory;
        this.authenticating = new Bulkhead("authenticator", SIGN_IN, env);
        this.permitting = new Bulkhead("policy", HookOptions.DEFAULT.withConcurrency(32, 10_000), env);
        this.seeing = new Bulkhead("policy-presence", HookOptions.DEFAULT.withConcurrency(16, 10_000), env);
        this.finding = new Bulkhead("directory", HookOptions.DEFAULT.withConcurrency(32, 10_000), env);
    }

    /** Empty if refused. Fails with {@link UnavailableException} if the authenticator did. */
    public CompletionStage<Optional<Identity>> authenticate(Handshake handshake, @Nullable String token) {
        return answered(
                authenticating.callAsync(() -> authenticator.authenticate(handshake, token)), "sign-in", Wordless::of);
    }

    public boolean narrows() {
        return policy != null;
    }

    /** Fails with {@code refusal} if the host's policy says no, or says nothing. */
    public CompletionStage<Void> permit(Access access, Supplier<RefusedException> refusal) {
        AccessPolicy asked = policy;
        if (asked == null) return CompletableFuture.completedFuture(null);
        return permitting.callAsync(() -> asked.permits(access)).handle((permitted, error) -> {
            if (error != null) LOG.warn("the access policy failed on {}; that is a no", access.operation(), error);
            if (error != null || !Boolean.TRUE.equals(permitted)) throw new CompletionException(refusal.get());
            return null;
        });
    }

    /** Whether the host's policy lets one user know of another's presence. */
    public CompletionStage<Boolean> sees(Identity who, String whom) {
        AccessPolicy asked = policy;
        if (asked == null) return CompletableFuture.completedFuture(true);
        Access access = new Access(who, AccessPolicy.Operation.PRESENCE, null, null, whom);
        return seeing.callAsync(() -> asked.permits(access)).handle((permitted, error) -> {
            if (error != null) LOG.warn("the access policy failed on {}; that is a no", access.operation(), error);
            return error == null && Boolean.TRUE.equals(permitted);
        });
    }

    /** Names of users; NOT_FOUND if there is a directory and one of them is not in it. */
    public CompletionStage<Map<String, UserView>> existing(Collection<String> users) {
        return find(users, missing -> {
            throw new CompletionException(new RefusedException(ErrorCode.NOT_FOUND, "no user " + missing));
        });
    }

    /** One user's name; NOT_FOUND if there is a directory without it. */
    public CompletionStage<UserView> existing(String user) {
        return existing(List.of(user)).thenApply(found -> Objects.requireNonNull(found.get(user)));
    }

    /** Names of users as far as the directory has them; {@code unknown} makes up for the others. */
    public CompletionStage<Map<String, UserView>> find(Collection<String> users, Function<String, UserView> unknown) {
        UserDirectory asked = directory;
        if (asked == null || users.isEmpty()) {
            Map<String, UserView> bare = new HashMap<>();
            users.forEach(user -> bare.put(user, new UserView(user, user, null)));
            return CompletableFuture.completedFuture(bare);
        }
        return answered(finding.callAsync(() -> asked.find(users)), "user directory", error -> error)
                .thenApply(found -> {
                    Map<String, UserView> all = new HashMap<>();
                    for (String user : users) {
                        UserView view = found.get(user);
                        all.put(user, view == null ? unknown.apply(user) : view);
                    }
                    return all;
                });
    }

    public boolean hasDirectory() {
        return directory != null;
    }

    /** @param logged what is logged of an exception */
    private static <T> CompletionStage<T> answered(
            CompletionStage<T> asked, String what, UnaryOperator<Throwable> logged) {
        return asked.handle((answer, error) -> {
            if (error == null && answer != null) return answer;
            LOG.warn("the host's {} failed", what, error == null ? null : logged.apply(error));
            throw new CompletionException(new UnavailableException(
                    ErrorCode.UNAVAILABLE, "the host's " + what + " does not answer", RETRY, false));
        });
    }
}
