package io.imbed.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Client to server: one operation. Every record below is one op; PROTOCOL.md lists them in this order.
 *
 * <p>{@code id} is positive and chosen by the client; the reply carries it as {@code re}. The codec has checked types,
 * the grammar of ids and page sizes; sizes that a host configures are checked by the engine.
 */
public sealed interface Request {
    /** Most items that a page may ask for. */
    int MAX_PAGE = 100;
    /** Most characters of the reason for a mute or a ban. */
    int MAX_REASON = 200;

    long id();

    /** The {@code op} on the wire. */
    default String op() {
        return Ops.of(getClass());
    }

    /** A request about one room. */
    sealed interface InRoom extends Request {
        String room();
    }

    /** First on every connection: who I am and what I have seen. At most 100 rooms. */
    record Hello(
            long id,
            int v,
            @Nullable String token,
            @Nullable String device,
            @Nullable String client,
            Map<String, Cursor> rooms)
            implements Request {
        public static final int MAX_ROOMS = 100;

        public Hello {
            rooms = Map.copyOf(rooms);
        }

        /** Without the token: this reaches logs. */
        @Override
        public String toString() {
            return "Hello[v=" + v + ", client=" + client + ", rooms=" + rooms.size() + "]";
        }
    }

    /** A fresh token for the same user. */
    record Auth(long id, String token) implements Request {

        @Override
        public String toString() {
            return "Auth[]";
        }
    }

    /** Are you there? */
    record Ping(long id) implements Request {}

    /**
     * Makes a room.
     *
     * @param cid makes a retry harmless: the same user and cid give the same room
     * @param room a wished id; CHANNEL and LIVE only
     * @param user the other one; DIRECT only, and required there
     * @param members invited at once; GROUP and CHANNEL
     * @param settings where the room is to be other than its kind; not DIRECT
     */
    record RoomCreate(
            long id,
            RoomKind kind,
            @Nullable String cid,
            @Nullable String room,
            @Nullable String title,
            @Nullable String user,
            List<String> members,
            SettingsPatch settings)
            implements Request {
        public RoomCreate {
            members = List.copyOf(members);
        }
    }

    /** One room as I see it. */
    record RoomGet(long id, String room) implements InRoom {}

    /**
     * Change what a room is called and what can be done in it; or my own settings of it.
     *
     * @param title null leaves it
     * @param settings the parts to change
     * @param mine the parts to change; only if there is nothing else to
     */
    record RoomUpdate(long id, String room, @Nullable String title, SettingsPatch settings, OwnSettings.Patch mine)
            implements InRoom {}

    /** End a room, with everything in it. */
    record RoomDelete(long id, String room) implements InRoom {}

    /**
     * Pages of rooms: mine, most recently active first; or, with kind CHANNEL or LIVE, those open to join, by id.
     *
     * @param after the last room of the page before
     */
    record RoomList(
            long id, @Nullable RoomKind kind, @Nullable String after, int limit) implements Request {}

    /** Become a member, and follow from {@code cursor} if it is still good. */
    record Join(long id, String room, @Nullable Cursor cursor) implements InRoom {}

    /** Stop being a member. */
    record Leave(long id, String room) implements InRoom {}

    /** A page of members, by user id. */
    record Members(long id, String room, @Nullable String after, int limit) implements InRoom {}

    /** Make a user a member. */
    record Invite(long id, String room, String user) implements InRoom {}

    /** Remove a member. */
    record Kick(long id, String room, String user) implements InRoom {}

    /** Give a member another role. */
    record GiveRole(long id, String room, String user, Role role) implements InRoom {}

    /** Let a member not speak for {@code ms}, or for good. */
    record Mute(
            long id,
            String room,
            String user,
            @Nullable Long ms,
            @Nullable String reason) implements InRoom {}

    /** Let a member speak again. */
    record Unmute(long id, String room, String user) implements InRoom {}

    /** Let a user, member or not, not be one for {@code ms}, or for good. */
    record Ban(
            long id,
            String room,
            String user,
            @Nullable Long ms,
            @Nullable String reason) implements InRoom {}

    /** Let a user become a member again. */
    record Unban(long id, String room, String user) implements InRoom {}

    /** A page of bans in force, by user id. */
    record Bans(long id, String room, @Nullable String after, int limit) implements InRoom {}

    /** Store one message. {@code cid} makes a resend harmless. */
    record Send(
            long id,
            String room,
            String cid,
            Content content,
            @Nullable Long replyTo,
            List<String> mentions,
            @Nullable JsonText meta)
            implements InRoom {
        public static final int MAX_MENTIONS = 50;

        public Send {
            mentions = List.copyOf(mentions);
        }
    }

    /** Replaces what one of my messages says, and whom it mentions. Its type stays. */
    record Edit(long id, String room, long seq, Content content, List<String> mentions) implements InRoom {
        public Edit {
            mentions = List.copyOf(mentions);
        }
    }

    /** Takes a message back: what it said is gone for everyone, its place stays. */
    record Recall(long id, String room, long seq) implements InRoom {}

    /** Add a reaction of mine to a message, or take it back. */
    record React(long id, String room, long seq, String key, boolean on) implements InRoom {}

    /** Let a message be found quickly, or no longer. */
    record Pin(long id, String room, long seq, boolean on) implements InRoom {}

    /** All pinned messages of a room. */
    record Pins(long id, String room) implements InRoom {}

    /** Who has read a message. */
    record Readers(long id, String room, long seq, @Nullable String after, int limit) implements InRoom {}

    /** Messages by seq, as they are now. */
    record History(long id, String room, Anchor anchor, int limit) implements InRoom {}

    /** Where a page of history lies. {@code LATEST} has seq 0. */
    record Anchor(Side side, long seq) {
        public static final Anchor LATEST = new Anchor(Side.LATEST, 0);

        /** On the wire the name of the argument; LATEST is none. */
        public enum Side {
            LATEST,
            BEFORE,
            AFTER,
            AROUND
        }
    }

    /** Events after a cursor, or the error GAP. */
    record Sync(long id, String room, Cursor cursor, int limit) implements InRoom {}

    /** I have read, or received, everything up to this seq. At least one is given. */
    record Mark(
            long id,
            String room,
            @Nullable Long read,
            @Nullable Long delivered) implements InRoom {}

    /** I am typing, or have stopped. */
    record Typing(long id, String room, boolean on) implements InRoom {}

    /**
     * Are these users there? And am I? At least one of the arguments is given.
     *
     * @param users at most 100
     * @param watch whether changes of these users, and of no others, are to be told from now on
     * @param away whether this session is away; null leaves it as it is
     */
    record Presence(
            long id,
            List<String> users,
            boolean watch,
            @Nullable Boolean away) implements Request {
        public static final int MAX_USERS = 100;

        public Presence {
            users = List.copyOf(users);
        }
    }

    /** My sessions, on all devices. */
    record Sessions(long id) implements Request {}

    /**
     * End one of my sessions, or all others.
     *
     * @param session one of mine; null for all but this one
     */
    record SignOut(long id, @Nullable String session) implements Request {}
}
