package io.imbed.hook;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.NewRoom;
import io.imbed.Origin;
import io.imbed.protocol.Message;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Handshake;
import org.jspecify.annotations.Nullable;

/** What a before-hook is asked about. */
public sealed interface Attempt {
    record Connect(Identity identity, Handshake handshake) implements Attempt {}

    /**
     * @param sender who sends; for the host's own sends the identity it gave
     * @param cid the client message id: the same on a retry, so a hook may run twice for one
     */
    record Send(String room, RoomKind kind, Identity sender, String cid, Draft draft, Origin origin)
            implements Attempt {}

    /**
     * @param message as it is now
     * @param draft its new content and mentions; the rest of a message stays as it is
     */
    record Edit(Message message, RoomKind kind, Identity editor, Draft draft, Origin origin) implements Attempt {}

    /** @param message as it is now */
    record Recall(Message message, RoomKind kind, Identity by, Origin origin) implements Attempt {}

    /** @param by the inviter, or {@code user} itself */
    record Join(String room, RoomKind kind, String user, String by, Origin origin) implements Attempt {}

    /** @param user who is to become a member */
    record Invite(String room, RoomKind kind, String user, String by, Origin origin) implements Attempt {}

    /**
     * @param user who is to be removed
     * @param ban whether it is to be kept out as well; it need not be a member then
     */
    record Kick(String room, RoomKind kind, String user, boolean ban, String by, Origin origin) implements Attempt {}

    /** @param role what {@code user} is to be; {@code user} itself steps down where it is {@code by} */
    record Role(String room, RoomKind kind, String user, io.imbed.protocol.Role role, String by, Origin origin)
            implements Attempt {}

    /**
     * @param title what the room is to be called, changed or not
     * @param settings what is to change of them
     */
    record UpdateRoom(
            String room, RoomKind kind, @Nullable String title, SettingsPatch settings, String by, Origin origin)
            implements Attempt {}

    record Leave(String room, RoomKind kind, String user, Origin origin) implements Attempt {}

    /** @param peer the other user of a DIRECT room */
    record CreateRoom(NewRoom room, String by, @Nullable String peer, Origin origin) implements Attempt {}
}
