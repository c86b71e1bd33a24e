package io.imbed.internal.room;

import java.util.Collection;
import java.util.List;

/**
 * What must have been read of a room before something can be decided or answered, beside the room itself.
 *
 * @param users whose memberships
 * @param message the seq of a message, or 0 for none
 */
record Needs(Collection<String> users, long message) {
    static final Needs ROOM = of(List.of());

    static Needs of(Collection<String> users) {
        return new Needs(users, 0);
    }
}
