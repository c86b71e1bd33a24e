package io.imbed.testkit.authorisation;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.RoomKind;
import java.util.Map;

/**
 * A room that is ready to be acted in.
 *
 * @param other a plain member that things are done to
 * @param head where its log stood before anybody acted
 * @param said the seq of what each user has said in it
 */
record Room(String id, RoomKind kind, String other, Cursor head, Map<String, Long> said) {
    static final String ANOTHER_OWNER = "owner2";
    static final String ANOTHER_ADMIN = "admin2";
    static final String SILENCED = "silenced";

    /** Puts this room's facts into the arguments of an act of {@code user}'s. */
    String fill(String arguments, String user) {
        return arguments
                .replace("$EPOCH", head.epoch())
                .replace("$REV", Long.toString(head.rev()))
                .replace("$OWNERS", Long.toString(saidBy(ANOTHER_OWNER)))
                .replace("$OWN", Long.toString(saidBy(user)))
                .replace("$OTHERS", Long.toString(saidBy(other)))
                .replace("$SELF", user)
                .replace("$OTHER", other);
    }

    long saidBy(String user) {
        return said.getOrDefault(user, 0L);
    }
}
