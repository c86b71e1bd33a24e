package io.imbed.internal.room;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who becomes owner when the last one goes: the longest-serving admin, else the longest-serving member. It does so in the
 * same entry, before the owner goes, so that a room that has an owner has one at every rev.
 */
final class Succession {
    private Succession() {}

    /** The successor in its new role; null if the member is not the last owner, or nobody else is there. */
    static @Nullable MemberRow heir(RoomModel model, MemberRow goer) {
        if (goer.role() != Role.OWNER) return null;
        MemberRow senior = model.senior(goer.user());
        return senior == null || senior.role() == Role.OWNER ? null : senior.promoted(Role.OWNER);
    }

    /** Puts it in front of what makes the owner go. */
    static void record(@Nullable MemberRow heir, List<Change> changes, List<EventBody> events) {
        if (heir == null) return;
        changes.add(new Change.Promote(heir));
        events.add(new EventBody.RoleChanged(heir.user(), Role.OWNER));
    }

    static @Nullable String userOf(@Nullable MemberRow heir) {
        return heir == null ? null : heir.user();
    }
}
