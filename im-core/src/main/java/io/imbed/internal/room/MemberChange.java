package io.imbed.internal.room;

import org.jspecify.annotations.Nullable;

/**
 * What came of a change of members.
 *
 * @param changed false if it was so already
 * @param gone whether it ended a membership
 * @param cut whether it ended a user's attendance of a LIVE room, which is no membership
 * @param heir who became owner by it, if anybody
 */
public record MemberChange(
        boolean changed,
        boolean gone,
        boolean cut,
        @Nullable String heir) {
    static final MemberChange NONE = new MemberChange(false, false, null);
    static final MemberChange CUT_OFF = new MemberChange(true, false, true, null);
    static final MemberChange DONE = new MemberChange(true, false, null);

    MemberChange(boolean changed, boolean gone, @Nullable String heir) {
        this(changed, gone, false, heir);
    }
}
