package io.imbed.spi;

import io.imbed.Identity;
import io.imbed.protocol.RoomKind;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The host's say over who may do what. It only narrows: what Imbed's own rules by room kind and role refuse (PROTOCOL.md,
 * "Who may do what") stays refused, so a mistake here cannot open a room.
 *
 * <p>Threads: called on a hook thread, by several at once, and may block there, under a time limit. An exception or no
 * answer in time is a no.
 */
@FunctionalInterface
public interface AccessPolicy {
    CompletionStage<Boolean> permits(Access access);

    /** What is asked for, in the protocol's words. */
    enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        JOIN,
        INVITE,
        KICK,
        ROLE,
        /** Of {@code unmute} as well. */
        MUTE,
        /** Of {@code unban} and {@code bans} as well. */
        BAN,
        SEND,
        EDIT,
        RECALL,
        REACT,
        PIN,
        READ,
        MARK,
        TYPING,
        PRESENCE
    }

    /**
     * @param room null when a room of the kind is to be created, and for PRESENCE
     * @param kind null for PRESENCE, which is of no one room
     * @param peer the other user of a DIRECT room, or whom it is done to, or whom PRESENCE is about: blocking lives here
     */
    record Access(
            Identity identity,
            Operation operation,
            @Nullable String room,
            @Nullable RoomKind kind,
            @Nullable String peer) {}
}
