package io.imbed.internal.room;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must have been read of a room before something can be decided or answered, beside the room itself.
 *
 * @param users whose memberships
 * @param message the seq of a message, or 0 for none
 * @param restrained against whom restraints
 * @param goer whose successor, if it is an owner; null for nobody's
 * @param reactor whose reactions to the message; null for nobody's
 * @param pins whether it must be known which messages are pinned, if there is a message
 */
record Needs(
        Collection<String> users,
        long message,
        Collection<String> restrained,
        @Nullable String goer,
        @Nullable String reactor,
        boolean pins) {
    static final Needs ROOM = of(List.of());

    Needs(Collection<String> users, long message) {
        this(users, message, Set.of(), null, null, false);
    }

    static Needs of(Collection<String> users) {
        return new Needs(users, 0);
    }
}
