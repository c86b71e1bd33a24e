package io.imbed.internal.room;

import org.jspecify.annotations.Nullable;

/**
 * What came of a change of members.
 *
 * @param changed false if it was so already
 * @param gone whether it ended a membership
 * @param heir who became owner by it, if anybody
 */
public record MemberChange(
        boolean changed, boolean gone, @Nullable String heir) {
    static final MemberChange NONE = new MemberChange(false, false, null);
    static final MemberChange DONE = new MemberChange(true, false, null);
}
