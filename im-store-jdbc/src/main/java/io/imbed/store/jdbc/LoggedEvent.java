package io.imbed.store.jdbc;

import io.imbed.protocol.EventBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept: of a message's content it holds the number alone, so that a recall has one place to wipe.
 *
 * @param contentSeq the message whose content it shows when it is read; null if it shows none
 * @param body null if it brought that message
 */
record LoggedEvent(
        long rev,
        Instant at,
        String by,
        @Nullable Long contentSeq,
        @Nullable EventBody body) {
    static LoggedEvent ofPost(long rev, Instant at, String by, long seq) {
        return new LoggedEvent(rev, at, by, seq, null);
    }

    /** The same without a user's name. */
    LoggedEvent without(String user) {
        if (!(body instanceof EventBody.Joined joined) || !joined.names(user)) return this;
        return new LoggedEvent(rev, at, by, contentSeq, joined.unnamed());
    }

    static LoggedEvent of(long rev, Instant at, String by, EventBody body) {
        if (!(body instanceof EventBody.Edited)) return new LoggedEvent(rev, at, by, null, body);
        return new LoggedEvent(rev, at, by, body.seq(), EventBody.Edited.bare(body.seq()));
    }
}
