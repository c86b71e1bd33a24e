package io.imbed;

import io.imbed.protocol.PresenceView;
import java.util.List;

/** The sessions on this node. Threads: any; nothing here blocks. */
public interface Sessions {
    int count();

    /** A user's sessions, oldest first; empty if offline. */
    List<SessionView> of(String user);

    /**
     * Whether a user is there, as those who may see it are shown: a user stays as it was for a grace time after its last
     * session has ended ({@link Limits.Presence}), and of whom nothing is known is offline.
     */
    PresenceView presence(String user);

    /**
     * Ends all sessions of a user with close code 4503; a client of ours then does not come back by itself. Delivery and
     * acceptance stop within a second.
     *
     * @return how many there were
     */
    int signOut(String user);

    /** Ends one session the same way; false if there is none with this id. */
    boolean signOutSession(String session);
}
