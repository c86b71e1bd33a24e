package io.imbed.client;

import io.imbed.protocol.RefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where the client gets its token from. A token is kept and used again until it expires or the server refuses it.
 *
 * <p>Threads: called on the client's executor; must not block.
 */
@FunctionalInterface
public interface TokenSource {
    /**
     * Gets a token. If the stage fails with {@link RefusedException} the user is not, or no longer, to be let in: the
     * client stops and says so. After any other failure, and when there is no answer in time, it tries again later.
     *
     * @return the token, or null where the wire itself says who this is (a cookie, a certificate)
     */
    CompletionStage<@Nullable String> token(Reason reason);

    /** The same token always. If the server refuses it the client stops. */
    static TokenSource of(String token) {
        return reason -> CompletableFuture.<@Nullable String>completedFuture(token);
    }

    /** No token at all. */
    static TokenSource none() {
        return reason -> CompletableFuture.<@Nullable String>completedFuture(null);
    }

    /** Why a token is wanted. */
    enum Reason {
        /** There is none yet; one that was stored somewhere may do. */
        FIRST,
        /** The last one has expired, is about to, or was refused: only a new one will do. */
        EXPIRED
    }
}
