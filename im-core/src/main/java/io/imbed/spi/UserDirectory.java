package io.imbed.spi;

import io.imbed.protocol.UserView;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The host's users, also those who never connected. Optional: without one, names are those that identities carried, and
 * every user id counts as existing.
 *
 * <p>Threads: called on a hook thread, by several at once, and may block there, under a time limit.
 */
@FunctionalInterface
public interface UserDirectory {
    /** Looks up users by id; those that do not exist are missing from the answer. */
    CompletionStage<Map<String, UserView>> find(Collection<String> users);
}
