package io.imbed.internal.room;

import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import java.time.Instant;
import java.util.List;

/** What goes with the end of a membership. */
final class Departure {
    private Departure() {}

    /** A mute outlives it: else one would leave and come back to speak. */
    static void record(MemberRow member, String by, Instant now, List<Change> changes) {
        changes.add(new Change.Dismiss(member.user()));
        Instant until = member.mutedUntil();
        if (until == null || !member.isMuted(now)) return;
        changes.add(new Change.Restrain(new Restraint(member.room(), member.user(), Kind.MUTE, by, now, until, null)));
    }
}
