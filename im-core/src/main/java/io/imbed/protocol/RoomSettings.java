package io.imbed.protocol;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be done in a room: the capabilities that its kind presets, each of which a room may have otherwise.
 *
 * @param join who may become a member by itself
 * @param post the least role that may send, edit and type
 * @param mentionAll the least role that may mention everybody at once
 * @param receipts whether members are shown how far others have read
 * @param typing whether members are shown who types
 * @param presence whether being in the room together lets members see each other's presence
 * @param history how far back a member may read
 * @param recallMs how long a sender may take a message back; 0 for not at all
 * @param slowMs between two messages of one member below admin; 0 for no pause
 * @param maxMembers of more the room takes none; in a LIVE one, of sessions that follow it
 * @param keep the newest messages that are kept; 0 for as many as the storage does
 * @param keepMs how long messages are kept; 0 for ever. What is older goes within minutes, in a node of very many rooms hours
 */
public record RoomSettings(
        Joining join,
        Role post,
        Role mentionAll,
        boolean receipts,
        boolean typing,
        boolean presence,
        History history,
        long recallMs,
        long slowMs,
        long maxMembers,
        long keep,
        long keepMs) {
    /** Longest pause of slow mode: a day. */
    public static final long MAX_SLOW_MS = Duration.ofDays(1).toMillis();

    public static final long MAX_MEMBERS = 1_000_000;

    /** A slip of the finger is seen within two minutes; later, others have read it and may have answered. */
    private static final long RECALL_MS = Duration.ofMinutes(2).toMillis();

    /** Who may become a member without being invited. */
    public enum Joining {
        /** Anybody. */
        OPEN,
        /** Nobody. */
        INVITED
    }

    /** How far back a member may read. */
    public enum History {
        /** To the beginning. */
        ALL,
        /** To where its membership began. */
        JOINED
    }

    /** Made when first asked for: they take {@link SettingsPatch}, whose initialisation takes this record. */
    private static final class Presets {
        static final Map<RoomKind, RoomSettings> BY_KIND = new EnumMap<>(RoomKind.class);

        static {
            for (RoomKind kind : RoomKind.values()) BY_KIND.put(kind, made(kind));
        }
    }

    /** What rooms of a kind are like unless told otherwise: PROTOCOL.md, "RoomSettings", is this as a table. */
    public static RoomSettings preset(RoomKind kind) {
        return Objects.requireNonNull(Presets.BY_KIND.get(kind));
    }

    private static RoomSettings made(RoomKind kind) {
        RoomSettings group = new RoomSettings(
                Joining.INVITED, Role.MEMBER, Role.MEMBER, true, true, true, History.ALL, RECALL_MS, 0, 1_000, 0, 0);
        return switch (kind) {
            case DIRECT -> group.with(SettingsPatch.NONE.withMaxMembers(2));
            case GROUP -> group;
            case CHANNEL ->
                group.with(SettingsPatch.NONE
                        .withJoin(Joining.OPEN)
                        .withMentionAll(Role.ADMIN)
                        .withMaxMembers(100_000));
            case LIVE ->
                group.with(SettingsPatch.NONE
                        .withJoin(Joining.OPEN)
                        .withMentionAll(Role.ADMIN)
                        .withReceipts(false)
                        .withTyping(false)
                        .withPresence(false)
                        .withMaxMembers(MAX_MEMBERS)
                        .withKeep(1_000));
        };
    }

    /** The same with these parts changed. */
    public RoomSettings with(SettingsPatch patch) {
        return new RoomSettings(
                or(patch.join(), join),
                or(patch.post(), post),
                or(patch.mentionAll(), mentionAll),
                or(patch.receipts(), receipts),
                or(patch.typing(), typing),
                or(patch.presence(), presence),
                or(patch.history(), history),
                or(patch.recallMs(), recallMs),
                or(patch.slowMs(), slowMs),
                or(patch.maxMembers(), maxMembers),
                or(patch.keep(), keep),
                or(patch.keepMs(), keepMs));
    }

    private static <T> T or(@Nullable T changed, T is) {
        return changed == null ? is : changed;
    }

    /** What makes another record this one; {@link SettingsPatch#NONE} if nothing has to. */
    public SettingsPatch from(RoomSettings other) {
        return new SettingsPatch(
                join == other.join ? null : join,
                post == other.post ? null : post,
                mentionAll == other.mentionAll ? null : mentionAll,
                receipts == other.receipts ? null : receipts,
                typing == other.typing ? null : typing,
                presence == other.presence ? null : presence,
                history == other.history ? null : history,
                recallMs == other.recallMs ? null : recallMs,
                slowMs == other.slowMs ? null : slowMs,
                maxMembers == other.maxMembers ? null : maxMembers,
                keep == other.keep ? null : keep,
                keepMs == other.keepMs ? null : keepMs);
    }
}
