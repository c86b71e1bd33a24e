package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.RoomSettings.Joining;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what by room kind and role: PROTOCOL.md, "Who may do what", is this as a table. A room that one may not know
 * of is answered exactly as one that does not exist.
 */
final class Rules {
    /** What not every member may do, with the least role that may, by kind; a kind that is not there does not know it. */
    private static final Map<Operation, Map<RoomKind, Role>> LEAST = least();

    private Rules() {}

    private static Map<Operation, Map<RoomKind, Role>> least() {
        Map<Operation, Map<RoomKind, Role>> least = new EnumMap<>(Operation.class);
        // In a group people bring their friends; whoever wants to be in a channel joins it.
        // In a LIVE room too; only the host makes somebody run one that does not attend.
        least.put(
                Operation.INVITE,
                Map.of(RoomKind.GROUP, Role.MEMBER, RoomKind.CHANNEL, Role.ADMIN, RoomKind.LIVE, Role.OWNER));
        for (Operation each :
                new Operation[] {Operation.KICK, Operation.ROLE, Operation.MUTE, Operation.BAN, Operation.UPDATE}) {
            least.put(
                    each, Map.of(RoomKind.GROUP, Role.ADMIN, RoomKind.CHANNEL, Role.ADMIN, RoomKind.LIVE, Role.ADMIN));
        }
        least.put(
                Operation.PIN,
                Map.of(
                        RoomKind.DIRECT,
                        Role.MEMBER,
                        RoomKind.GROUP,
                        Role.ADMIN,
                        RoomKind.CHANNEL,
                        Role.ADMIN,
                        RoomKind.LIVE,
                        Role.ADMIN));
        least.put(
                Operation.DELETE,
                Map.of(RoomKind.GROUP, Role.OWNER, RoomKind.CHANNEL, Role.OWNER, RoomKind.LIVE, Role.OWNER));
        return least;
    }

    static RefusedException noRoom(String room) {
        return new RefusedException(ErrorCode.NOT_FOUND, "no room " + room + " that you may see");
    }

    /** To somebody who is no member: what is open to join may be known of, other rooms may not. */
    static RefusedException noMember(String room, @Nullable RoomState state) {
        if (state == null || !state.row().kind().isOpen()) return noRoom(room);
        String who = state.row().kind() == RoomKind.LIVE ? "attending " : "a member of ";
        return forbidden("you are not " + who + what(state) + room + "; join it first");
    }

    private static String what(RoomState state) {
        return state.row().kind() == RoomKind.LIVE ? "room " : "channel ";
    }

    /** To somebody who may know who the members are. */
    static RefusedException noTarget(String room, String user) {
        return new RefusedException(ErrorCode.NOT_FOUND, "user " + user + " is not a member of room " + room);
    }

    /** What is wrong with the actor's doing this in the room at all, or null. The host may what the kind knows. */
    static @Nullable RefusedException refusal(Actor actor, Operation operation, String room, RoomModel model) {
        RoomState state = model.state();
        MemberRow member = state == null || !actor.isClient() ? null : model.member(actor.user());
        return refusal(actor.isClient(), operation, room, state, member);
    }

    /** The same, of a member's row that was looked up; {@code null} is that of somebody who is none. */
    static @Nullable RefusedException refusal(
            boolean needsMember,
            Operation operation,
            String room,
            @Nullable RoomState state,
            @Nullable MemberRow member) {
        if (state == null) return noRoom(room);
        if (needsMember && member == null) return noMember(room, state);
        Map<RoomKind, Role> byKind = LEAST.get(operation);
        if (byKind == null) return null;
        Role least = byKind.get(state.row().kind());
        if (least == null) return forbidden("a direct room is for its two users as it is");
        if (member == null || member.role().compareTo(least) >= 0) return null;
        return forbidden("you are " + name(member.role()) + " of room " + room + "; this takes " + name(least));
    }

    /** What is wrong with a room of this kind being so, or null. */
    static @Nullable RefusedException settings(RoomKind kind, RoomSettings settings) {
        if (settings.join() == Joining.INVITED || kind.isOpen()) return null;
        return new RefusedException(ErrorCode.BAD_REQUEST, "settings.join is open; into a " + kind + " one is invited");
    }

    /** What is wrong with becoming a member by oneself, or null. */
    static @Nullable RefusedException joining(RoomState state) {
        if (state.row().settings().join() == Joining.OPEN) return null;
        String room = state.row().id();
        if (!state.row().kind().isOpen()) return noRoom(room);
        return forbidden("into " + what(state) + room + " one is invited");
    }

    /** What is wrong with the room's having so many members, or null. */
    static @Nullable RefusedException crowd(String room, RoomSettings settings, long members) {
        if (members <= settings.maxMembers()) return null;
        return forbidden("room " + room + " would have " + members + " members, limit " + settings.maxMembers());
    }

    /** What is wrong with the member's saying something in the room now, or null; slow mode apart. */
    static @Nullable RefusedException speech(RoomState state, @Nullable MemberRow member, Instant now) {
        RefusedException no = silence(state.row().id(), member, now);
        if (no != null || member == null) return no;
        Role least = state.row().settings().post();
        if (member.role().compareTo(least) >= 0) return null;
        return forbidden("you are " + name(member.role()) + " of room "
                + state.row().id() + "; to post there takes " + name(least));
    }

    /** What is wrong with the member's mentioning these, or null. */
    static @Nullable RefusedException mentioning(RoomState state, @Nullable MemberRow member, List<String> mentions) {
        if (member == null || !mentions.contains(Message.ALL)) return null;
        Role least = state.row().settings().mentionAll();
        if (member.role().compareTo(least) >= 0) return null;
        return forbidden("you are " + name(member.role()) + " of room "
                + state.row().id() + "; to mention all there takes " + name(least));
    }

    /** How long the sender has to wait in slow mode; zero if it need not. */
    static Duration pause(RoomState state, MemberRow sender, @Nullable Instant spoke, Instant now) {
        long slowMs = state.row().settings().slowMs();
        if (slowMs == 0 || spoke == null || sender.role() != Role.MEMBER) return Duration.ZERO;
        Duration rest = Duration.between(now, spoke.plusMillis(slowMs));
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    /** What a mute has against the member's being heard now, or null. */
    static @Nullable RefusedException silence(String room, @Nullable MemberRow member, Instant now) {
        if (member == null || !member.isMuted(now)) return null;
        return forbidden("you are muted in room " + room + " " + Term.sentence(member.mutedUntil()));
    }

    /** To somebody who would become a member, or to whom invites it. */
    static RefusedException banned(String room, Restraint ban, boolean invited) {
        String who = invited ? "user " + ban.user() + " is" : "you are";
        return forbidden(who + " banned from room " + room + " " + Term.sentence(ban.until()));
    }

    /** What is wrong with acting on this member, or null: nobody acts on somebody of the same or a higher role. */
    static @Nullable RefusedException onto(Actor actor, RoomModel model, MemberRow target) {
        if (!actor.isClient()) return null;
        Role own = role(actor, model);
        if (own.compareTo(target.role()) > 0) return null;
        return forbidden("user " + target.user() + " is " + name(target.role()) + "; you are " + name(own)
                + ", and would have to be of a higher role");
    }

    /** What is wrong with giving this member another role, or null. */
    static @Nullable RefusedException regrading(Actor actor, RoomModel model, MemberRow target, Role role) {
        if (!actor.isClient()) return null;
        if (target.user().equals(actor.user())) {
            return role.compareTo(target.role()) < 0 ? null : forbidden("nobody raises oneself");
        }
        if (role(actor, model) != Role.OWNER) return forbidden("only owners give and take roles");
        return onto(actor, model, target);
    }

    private static Role role(Actor actor, RoomModel model) {
        MemberRow member = model.member(actor.user());
        return member == null ? Role.MEMBER : member.role();
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** To whoever would make somebody a plain member of a LIVE room. */
    static RefusedException attendanceIsJoined() {
        return forbidden("whoever wants to attend a LIVE room joins it");
    }

    static RefusedException forbidden(String why) {
        return new RefusedException(ErrorCode.FORBIDDEN, why);
    }
}
