package io.imbed.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of a user's own sessions, as that user sees it.
 *
 * @param device the client's own label
 * @param client the client software's own name
 * @param since when it began
 * @param current whether it is the one that asks
 */
public record OwnSession(
        String session, @Nullable String device, @Nullable String client, Instant since, boolean current) {}
