package io.imbed.internal.room;

import org.jspecify.annotations.Nullable;

/**
 * What came of a change of members.
 *
 * @param changed false if it was so already
 * @param heir who became owner by it, if anybody
 */
public record MemberChange(boolean changed, @Nullable String heir) {
    static final MemberChange NONE = new MemberChange(false, null);
    static final MemberChange DONE = new MemberChange(true, null);
}
