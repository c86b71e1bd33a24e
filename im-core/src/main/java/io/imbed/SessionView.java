package io.imbed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One session: from a hello to the end of its connection.
 *
 * @param device the client's own label
 * @param client the client software's own name
 * @param transport the name of the wire
 */
public record SessionView(
        String id,
        String user,
        @Nullable String device,
        @Nullable String client,
        String transport,
        String remoteAddress,
        Instant since) {}
