package io.imbed.client;

import java.util.List;

/**
 * Keeps the outbox over the end of the process. One store belongs to one user on one device. Without one, what was not
 * acknowledged is gone with the client.
 *
 * <p>Threads: called on the client's executor, one call at a time. May block for as long as a small local write takes.
 */
public interface OutboxStore {
    /** What was added and not removed, in the order it was added. Called once, before anything else. */
    List<PendingSend> load();

    /** Keeps one; it is sent only after this returns. If this throws, the send fails with that exception. */
    void add(PendingSend send);

    /** Forgets one: the server has it, or has refused it. */
    void remove(PendingSend send);
}
