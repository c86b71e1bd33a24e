package io.imbed.internal.memory;

import io.imbed.protocol.EventBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept: without any message's content, which is filled in when it is read, so that a recall has one
 * place to wipe.
 *
 * @param posted the message that it brought, or 0
 * @param body null if it brought a message
 */
record LoggedEvent(
        Instant at, String by, long posted, @Nullable EventBody body) {
    static LoggedEvent ofPost(Instant at, String by, long seq) {
        return new LoggedEvent(at, by, seq, null);
    }

    static LoggedEvent of(Instant at, String by, EventBody body) {
        boolean edited = body instanceof EventBody.Edited;
        return new LoggedEvent(at, by, 0, edited ? EventBody.Edited.bare(body.seq()) : body);
    }

    /** The message whose content this needs when it is read, or 0. */
    long contentOf() {
        return body instanceof EventBody.Edited edited ? edited.seq() : posted;
    }
}
