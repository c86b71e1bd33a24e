package io.imbed.hook;

import io.imbed.Identity;
import io.imbed.Origin;
import io.imbed.SessionView;
import io.imbed.protocol.Message;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.RoomKind;

/** What an after-hook is told about. */
public sealed interface Occurrence {
    record Session(SessionView session, Identity identity) implements Occurrence {}

    record Sent(Message message, RoomKind kind, Origin origin) implements Occurrence {}

    /** @param message with its new content */
    record Edited(Message message, RoomKind kind, String by, Origin origin) implements Occurrence {}

    /** @param message the tombstone */
    record Recalled(Message message, RoomKind kind, String by, Origin origin) implements Occurrence {}

    /** @param by who did it: the member itself, an inviter, a moderator, the host */
    record Member(String room, String user, String by) implements Occurrence {}

    record Presence(PresenceView presence) implements Occurrence {}

    record Room(String room, RoomKind kind, String by) implements Occurrence {}
}
