package io.imbed.internal.room;

import io.imbed.internal.Outbox;

/** One session, as rooms see it. Threads: any. */
public interface Subscriber {
    String user();

    /** As others are to see the user. */
    String name();

    Outbox outbox();

    /** Lets one page of catch-up at a time through, over all of the session's rooms. */
    PageGate pages();

    /** Its outbox took no more events; it is closed unless it makes room in time. */
    void lagged();

    /** Its outbox took not even what cannot be had again; it is closed. */
    void tooSlow();

    /** The session follows one more room; false if it may follow no more, or has ended. */
    boolean began(Follower follower);

    /** The session no longer follows this room. */
    void ended(Follower follower);
}
