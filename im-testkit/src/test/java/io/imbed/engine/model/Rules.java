package io.imbed.engine.model;

import com.google.gson.JsonArray;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PROTOCOL.md, "Who may do what", as the model reads it. */
final class Rules {
    private static final List<String> ROLES = List.of("member", "admin", "owner");

    /** The least role in a group, and in a channel or LIVE room; what is not here every member may, in direct rooms too. */
    private static final Map<String, List<String>> LEAST = Map.ofEntries(
            Map.entry("invite", List.of("member", "admin")),
            Map.entry("kick", List.of("admin", "admin")),
            Map.entry("mute", List.of("admin", "admin")),
            Map.entry("unmute", List.of("admin", "admin")),
            Map.entry("ban", List.of("admin", "admin")),
            Map.entry("unban", List.of("admin", "admin")),
            Map.entry("bans", List.of("admin", "admin")),
            Map.entry("pin", List.of("admin", "admin")),
            Map.entry("room.update", List.of("admin", "admin")),
            // Also for a role that is there already, which admins may "give": it changes nothing.
            Map.entry("role", List.of("admin", "admin")),
            Map.entry("room.delete", List.of("owner", "owner")));

    private Rules() {}

    static int rank(String role) {
        return ROLES.indexOf(role);
    }

    /** The room, if this is done there by such as {@code who}. */
    static Room allowed(String op, @Nullable Room room, Who who) {
        Room there = member(room, who);
        List<String> least = LEAST.get(op);
        if (least == null) return there;
        if (there.isDirect()) throw new Refused("FORBIDDEN");
        String needed = least.get(there.isOpen() ? 1 : 0);
        if (!who.isHost() && there.member(who.user()).rank() < rank(needed)) throw new Refused("FORBIDDEN");
        return there;
    }

    /** The room, if {@code who} is a member or attends, or is the host. */
    static Room member(@Nullable Room room, Who who) {
        if (room == null) throw new Refused("NOT_FOUND");
        if (who.isHost() || room.member(who.user()) != null) return room;
        throw new Refused(room.isOpen() ? "FORBIDDEN" : "NOT_FOUND");
    }

    /** Nobody acts on somebody of the same or a higher role. */
    static void above(Room room, Who who, Member target) {
        if (who.isHost() || room.member(who.user()).rank() > target.rank()) return;
        throw new Refused("FORBIDDEN");
    }

    static void notMuted(Room room, Who who, long now) {
        if (!who.isHost() && room.isMuted(who.user(), now)) throw new Refused("FORBIDDEN");
    }

    /** Slow mode apart. */
    static void maySpeak(Room room, Who who, long now) {
        notMuted(room, who, now);
        atLeast(room, who, "post");
    }

    static void mayMention(Room room, Who who, JsonArray mentions) {
        if (Post.mentionsAll(mentions)) atLeast(room, who, "mentionAll");
    }

    /** Slow mode; it is for plain members. */
    static void notTooSoon(Room room, Who who, long now) {
        if (who.isHost() || rank(room.member(who.user()).role) > 0) return;
        long slowMs = room.setting("slowMs");
        Long spoke = room.spoke.get(who.user());
        if (slowMs > 0 && spoke != null && now < spoke + slowMs) throw new Refused("RATE_LIMITED");
    }

    private static void atLeast(Room room, Who who, String setting) {
        if (who.isHost()) return;
        int least = rank(room.settings.get(setting).getAsString());
        if (room.member(who.user()).rank() < least) throw new Refused("FORBIDDEN");
    }

    static void hasPlace(Room room) {
        if (room.members.size() >= room.setting("maxMembers")) throw new Refused("FORBIDDEN");
    }

    /** For one more session in a LIVE room. */
    static void hasRoom(Room room) {
        if (room.count() >= room.setting("maxMembers")) throw new Refused("FORBIDDEN");
    }

    static Member target(Room room, String user) {
        Member target = room.member(user);
        if (target == null) throw new Refused("NOT_FOUND");
        return target;
    }

    static Post post(Room room, Who who, long seq) {
        Post post = room.hides(who.user(), seq) ? null : room.post(seq);
        if (post == null) throw new Refused("NOT_FOUND");
        return post;
    }
}
