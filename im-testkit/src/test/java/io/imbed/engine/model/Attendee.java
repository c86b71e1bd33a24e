package io.imbed.engine.model;

import java.util.LinkedHashSet;
import java.util.Set;

/** A user in a LIVE room, for as long as it has a session that follows. */
final class Attendee {
    /** What it is if it is none of those who run the room: a plain member, since its first session came. */
    final Member member;

    final Set<Device> devices = new LinkedHashSet<>();

    Attendee(Member member) {
        this.member = member;
    }
}
