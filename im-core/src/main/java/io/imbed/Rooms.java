package io.imbed;

import io.imbed.protocol.BanView;
import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.MemberView;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.SettingsPatch;
import io.imbed.protocol.UserView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the host does with rooms by itself. The host is trusted: no membership and no policy is asked, hooks are. Every
 * change is an event that members see.
 *
 * <p>Threads: any; nothing here blocks. Stages fail with {@link io.imbed.protocol.ImException}s, NOT_FOUND where there
 * is no such room.
 */
public interface Rooms {
    /** Makes a room. If one with this id, kind and title is there already, returns it; CONFLICT if it differs. */
    CompletionStage<RoomView> create(NewRoom room);

    /** A room as an outsider sees it. */
    CompletionStage<Optional<RoomView>> find(String room);

    /** Gives a room another title; null for none. Not a DIRECT one. */
    CompletionStage<Void> update(String room, @Nullable String title);

    /** Changes what can be done in a room, of whatever kind. BAD_REQUEST for what its kind cannot have. */
    CompletionStage<Void> configure(String room, SettingsPatch settings);

    /**
     * Ends a room with everything in it, of whatever kind. Its members' sessions are told that it is gone; its id may be
     * made anew, as another life with another epoch.
     */
    CompletionStage<Void> delete(String room);

    /** Makes a user a member, or does nothing if it is one. Of a LIVE room only owners and admins are: who attends joins. */
    CompletionStage<Void> invite(String room, String user, Role role);

    /**
     * Removes a member, or does nothing if it is none; its sessions receive nothing more within a second. So it ends the
     * attendance of a LIVE room, on this node; it may come back.
     */
    CompletionStage<Void> kick(String room, String user);

    /**
     * Gives a member another role. In a LIVE room whoever attends becomes a member by it, and who is given the role of a
     * plain member is none any more.
     */
    CompletionStage<Void> role(String room, String user, Role role);

    /**
     * Lets a member not send, edit, react or type; reading and leaving stay. It outlives leaving and coming back.
     *
     * @param time how long; null for good
     * @param reason for people, at most 200 characters; null if there is none to tell
     */
    CompletionStage<Void> mute(String room, String user, @Nullable Duration time, @Nullable String reason);

    /** Lets a member speak again, or does nothing if it may. */
    CompletionStage<Void> unmute(String room, String user);

    /**
     * Keeps a user out, member or not: removes it, and lets it neither join nor be invited. Parameters as of {@link #mute}.
     */
    CompletionStage<Void> ban(String room, String user, @Nullable Duration time, @Nullable String reason);

    /** Lets a user become a member again, or does nothing if it may. */
    CompletionStage<Void> unban(String room, String user);

    /** A page of the bans in force, by user id; {@code limit} 1 to 100. */
    CompletionStage<List<BanView>> bans(String room, @Nullable String after, int limit);

    /** A page of members by user id; {@code limit} 1 to 100. */
    CompletionStage<List<MemberView>> members(String room, @Nullable String after, int limit);

    /** Sends as the host itself. */
    default CompletionStage<Result.Sent> send(String room, Draft draft) {
        return send(room, Identity.system(), draft, SendOptions.DEFAULT);
    }

    /**
     * Sends as a bot or in a user's name, member or not. Completes when the log has it.
     */
    CompletionStage<Result.Sent> send(String room, Identity sender, Draft draft, SendOptions options);

    /**
     * Replaces what a message says and whom it mentions; its type stays. Does nothing if it says so already. NOT_FOUND
     * if it is not kept, FORBIDDEN if it was recalled.
     */
    CompletionStage<Void> edit(String room, long seq, Content content, List<String> mentions);

    /** Takes a message back, whoever sent it and whenever; does nothing if that was done. NOT_FOUND if it is not kept. */
    CompletionStage<Void> recall(String room, long seq);

    /**
     * Adds a reaction to a message in a user's name, member or not, or takes it back; does nothing if that is so. TOO_LARGE
     * beyond 20 keys on a message or 10 of one user.
     *
     * @param key an emoji or a word, 1 to 32 characters
     */
    CompletionStage<Void> react(String room, long seq, String user, String key, boolean on);

    /** Pins a message, or unpins it; does nothing if that is so. TOO_LARGE beyond 100 in a room. */
    CompletionStage<Void> pin(String room, long seq, boolean on);

    /** All pinned messages, ascending by seq. */
    CompletionStage<List<Message>> pins(String room);

    /**
     * Moves a member's marks forward, as if its client had: no further than the room's last message, never back; 0 leaves
     * one where it is. NOT_FOUND if the user is no member.
     */
    CompletionStage<Void> mark(String room, String user, long read, long delivered);

    /**
     * Changes a member's own settings of a room, as if its client had. NOT_FOUND if the user is no member, FORBIDDEN if it
     * but attends.
     */
    CompletionStage<Void> prefer(String room, String user, OwnSettings.Patch settings);

    /**
     * Who has read a message, by user id, in a room of any size: without its sender, those who became members after it, and
     * those who read in private. {@code limit} 1 to 100. NOT_FOUND if it is not kept.
     */
    CompletionStage<List<UserView>> readers(String room, long seq, @Nullable String after, int limit);

    /** Messages ascending by seq; {@code limit} 1 to 100. */
    CompletionStage<Result.MessagePage> history(String room, Anchor anchor, int limit);

    /** Where a room's log ends now; rev 0 with its epoch is where it begins. */
    CompletionStage<Cursor> head(String room);

    /**
     * Follows a room's events in rev order, each once, from {@code after} on; null starts at what comes behind this call. The
     * listener gets one event at a time on a hook thread, may block there, and an exception from it ends the
     * subscription. A host that must not miss one stores {@link Event#cursor} of the last it has dealt with.
     */
    Subscription follow(String room, @Nullable Cursor after, Consumer<Event> listener);
}
