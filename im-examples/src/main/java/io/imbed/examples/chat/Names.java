package io.imbed.examples.chat;

import io.imbed.protocol.MemberView;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import java.math.BigDecimal;
import java.util.Locale;

/** Words for things on the screen. */
final class Names {
    private Names() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** {@code 1.5 s}. */
    static String seconds(long ms) {
        return BigDecimal.valueOf(ms, 3).stripTrailingZeros().toPlainString() + " s";
    }

    /** {@code general (General), 3 members}; a direct room by the other user, a live one by how many are there now. */
    static String of(RoomView room) {
        RoomView.Membership mine = room.membership();
        if (mine != null && mine.peer() != null) return room.id() + " (with " + mine.peer() + ")";
        String title = room.title() == null ? "" : " (" + room.title() + ")";
        if (room.kind() == RoomKind.LIVE) return room.id() + title + ", live, " + room.members() + " here";
        return room.id() + title + ", " + room.members() + (room.members() == 1 ? " member" : " members");
    }

    /** {@code alice, owner, here}. */
    static String of(MemberView member) {
        String name = member.name().equals(member.user()) ? member.user() : member.name() + " (" + member.user() + ")";
        return name + ", " + of(member.role()) + (member.online() ? ", here" : "");
    }
}
