package io.imbed.protocol;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a user is there, over all its sessions.
 *
 * @param lastSeen when its last session ended; given for OFFLINE alone, and only where that is known
 */
public record PresenceView(
        String user, State state, @Nullable Instant lastSeen) {
    /** On the wire in lower case. */
    public enum State {
        /** At least one session is active. */
        ONLINE,
        /** It has sessions, and all of them said that they are away. */
        AWAY,
        /** It has no session; or it is none of the asker's business. */
        OFFLINE
    }

    /** Somebody who was never here, and likewise somebody whom one may not see. */
    public static PresenceView unseen(String user) {
        return new PresenceView(user, State.OFFLINE, null);
    }
}
