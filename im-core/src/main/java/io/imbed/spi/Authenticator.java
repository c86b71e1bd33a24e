package io.imbed.spi;

import io.imbed.Identity;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Says who a client is. Users live in the host; Imbed keeps their ids alone.
 *
 * <p>Threads: called on a hook thread, by several at once, and may block there. It runs under a time limit: no answer
 * in time is a refusal that the client may repeat.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * @param handshake how the client connected: cookies, headers, the container's principal
     * @param token what {@code hello} or {@code auth} carried, or null
     * @return the identity, or empty to refuse; an exception refuses too, and is logged
     *     without its messages, which may quote a token
     */
    CompletionStage<Optional<Identity>> authenticate(Handshake handshake, @Nullable String token);

    /** Refuses everybody: what holds until the host says otherwise. */
    static Authenticator nobody() {
        return (handshake, token) -> CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * Believes everybody: a token {@code guest:<userId>} is that user, and {@code guest:<userId> <name>} too, called by
     * that name. For demonstrations on the loopback address, and nothing else.
     */
    static Authenticator guests() {
        return (handshake, token) -> CompletableFuture.completedFuture(Identity.ofGuestToken(token));
    }
}
