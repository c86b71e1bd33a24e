package io.imbed.hook;

import io.imbed.Identity;
import io.imbed.Origin;
import io.imbed.SessionView;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** @param role what {@code user} is now */
    record Role(String room, String user, io.imbed.protocol.Role role, String by) implements Occurrence {}

    /**
     * @param title what the room is called now
     * @param settings what has changed of them
     */
    record Updated(String room, @Nullable String title, SettingsPatch settings, String by) implements Occurrence {}

    record Presence(PresenceView presence) implements Occurrence {}

    /** @param seq what the mark has moved to */
    record Mark(String room, String user, long seq) implements Occurrence {}

    /** @param users members without a session, at most 100 */
    record Offline(Message message, RoomKind kind, List<String> users) implements Occurrence {
        public Offline {
            users = List.copyOf(users);
        }
    }

    /**
     * What was asked and why it was not done; never what was to be said.
     *
     * @param op in the protocol's words
     * @param room null for requests about no one room
     * @param text the sentence that the client was told
     */
    record Denied(String op, @Nullable String room, String user, ErrorCode code, String text) implements Occurrence {}

    record Room(String room, RoomKind kind, String by) implements Occurrence {}
}
