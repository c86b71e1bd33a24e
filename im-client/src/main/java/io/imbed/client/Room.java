package io.imbed.client;

import io.imbed.Draft;
import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Reaction;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One room, as far as this client is concerned. Cheap to make and to forget; it holds nothing.
 *
 * <p>Threads: as {@link ImClient} says.
 */
public final class Room {
    private final Core core;
    private final Supplier<String> cids;
    private final String id;

    Room(Core core, Supplier<String> cids, String id) {
        this.core = core;
        this.cids = cids;
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Sends plain text; see {@link #send(Draft)}. */
    public CompletionStage<Result.Sent> send(String text) {
        return send(Draft.text(text));
    }

    /**
     * Sends a message, after those sent to this room before, connected or not.
     *
     * @return completes when the server has it, which may take any time: also one in which the client has {@linkplain
     *     ConnectionStatus.Reason#terminal stopped} and waits to be connected again. Fails if the server refuses it, when
     *     the client is closed first, and at once if the outbox, of 10 000 messages, cannot take it
     */
    public CompletionStage<Result.Sent> send(Draft draft) {
        return send(cids.get(), draft);
    }

    /** Sends with a client message id of the caller's own: the same one again stores nothing new. */
    public CompletionStage<Result.Sent> send(String cid, Draft draft) {
        PendingSend send = new PendingSend(id, cid, draft);
        return core.call(future -> {
            core.follower.touch(id);
            core.sender.send(send, future);
        });
    }

    /**
     * Becomes a member and follows the room from now on. What is sent to it meanwhile waits until that is done. A LIVE room,
     * of which that does not outlive a connection, is joined again after each reconnect, without missing an event.
     */
    public CompletionStage<RoomView> join() {
        return join(null);
    }

    /**
     * Becomes a member and follows the room.
     *
     * @param since where to go on, if the user was in it before; {@link RoomListener#onReset} tells if that cannot be
     */
    public CompletionStage<RoomView> join(@Nullable Cursor since) {
        return core.call(
                (CompletableFuture<Result.Joined> future) -> {
                    if (since != null) core.follower.joining(id, since);
                    core.sender.hold(id);
                    CompletableFuture<Result.Joined> asked =
                            core.following(future, joined -> core.follower.joined(joined.room(), joined.recovered()));
                    asked.whenComplete((joined, failure) -> {
                        if (failure != null) core.follower.notJoined(id);
                        core.sender.release(id);
                    });
                    ask(rid -> new Request.Join(rid, id, since), Result.Joined.class, asked);
                },
                Result.Joined::room);
    }

    /** Is a member no more; completes also if the user was none. */
    public CompletionStage<Void> leave() {
        return core.call(future -> {
            CompletableFuture<Result.Done> asked = new CompletableFuture<>();
            asked.whenComplete((done, failure) -> {
                // The answer to a leave that is repeated because the first answer was lost.
                boolean none = failure instanceof RefusedException refused && refused.code() == ErrorCode.NOT_FOUND;
                if (failure == null || none) {
                    future.complete(null);
                } else {
                    future.completeExceptionally(failure);
                }
            });
            ask(rid -> new Request.Leave(rid, id), Result.Done.class, asked);
        });
    }

    /** The room as the user sees it now. */
    public CompletionStage<RoomView> view() {
        return core.<Result.OneRoom>call(
                        future -> ask(rid -> new Request.RoomGet(rid, id), Result.OneRoom.class, future))
                .thenApply(Result.OneRoom::room);
    }

    /**
     * Messages, ascending by seq. Apply an event to one only if the event's rev is above the message's.
     *
     * @param limit 1 to 100
     */
    public CompletionStage<Result.MessagePage> history(Anchor anchor, int limit) {
        return core.call(
                future -> ask(rid -> new Request.History(rid, id, anchor, limit), Result.MessagePage.class, future));
    }

    /**
     * Replaces what one of the user's messages says, and whom it mentions; its type stays. May be called again if it is
     * not known whether it was done.
     */
    public CompletionStage<Void> edit(long seq, Content content, List<String> mentions) {
        return done(rid -> new Request.Edit(rid, id, seq, content, mentions));
    }

    /** Takes a message back. May be called again if it is not known whether it was done. */
    public CompletionStage<Void> recall(long seq) {
        return done(rid -> new Request.Recall(rid, id, seq));
    }

    /** Makes a user a member; changes nothing if it is one. */
    public CompletionStage<Void> invite(String user) {
        return done(rid -> new Request.Invite(rid, id, user));
    }

    /** Removes a member; changes nothing if it is none. */
    public CompletionStage<Void> kick(String user) {
        return done(rid -> new Request.Kick(rid, id, user));
    }

    /** Gives a member another role. */
    public CompletionStage<Void> role(String user, Role role) {
        return done(rid -> new Request.GiveRole(rid, id, user, role));
    }

    /**
     * Lets a member not speak.
     *
     * @param time how long; null for good
     * @param reason for people, at most 200 characters; null if there is none to tell
     */
    public CompletionStage<Void> mute(String user, @Nullable Duration time, @Nullable String reason) {
        Long ms = time == null ? null : time.toMillis();
        return done(rid -> new Request.Mute(rid, id, user, ms, reason));
    }

    /** Lets a member speak again. */
    public CompletionStage<Void> unmute(String user) {
        return done(rid -> new Request.Unmute(rid, id, user));
    }

    /** Removes a user, member or not, and keeps it out. Parameters as of {@link #mute}. */
    public CompletionStage<Void> ban(String user, @Nullable Duration time, @Nullable String reason) {
        Long ms = time == null ? null : time.toMillis();
        return done(rid -> new Request.Ban(rid, id, user, ms, reason));
    }

    /** Lets a user become a member again. */
    public CompletionStage<Void> unban(String user) {
        return done(rid -> new Request.Unban(rid, id, user));
    }

    /**
     * A page of the bans in force, by user id.
     *
     * @param after the last user of the page before, null for the first page
     * @param limit 1 to 100
     */
    public CompletionStage<Result.BanPage> bans(@Nullable String after, int limit) {
        return core.call(future -> ask(rid -> new Request.Bans(rid, id, after, limit), Result.BanPage.class, future));
    }

    /** Gives the room another title. */
    public CompletionStage<Void> rename(String title) {
        return done(rid -> new Request.RoomUpdate(rid, id, title, SettingsPatch.NONE, OwnSettings.Patch.NONE));
    }

    /** Changes what can be done in the room. */
    public CompletionStage<Void> configure(SettingsPatch settings) {
        return done(rid -> new Request.RoomUpdate(rid, id, null, settings, OwnSettings.Patch.NONE));
    }

    /** Ends the room, with everything in it. */
    public CompletionStage<Void> delete() {
        return done(rid -> new Request.RoomDelete(rid, id));
    }

    /**
     * Adds a reaction of mine to a message, or takes it back.
     *
     * @param key an emoji or a word, 1 to 32 characters
     */
    public CompletionStage<Void> react(long seq, String key, boolean on) {
        return done(rid -> new Request.React(rid, id, seq, Reaction.requireKey(key), on));
    }

    /** Pins a message, or unpins it. */
    public CompletionStage<Void> pin(long seq, boolean on) {
        return done(rid -> new Request.Pin(rid, id, seq, on));
    }

    /** Changes my own settings of the room, for all my devices. */
    public CompletionStage<Void> prefer(OwnSettings.Patch settings) {
        return done(rid -> new Request.RoomUpdate(rid, id, null, SettingsPatch.NONE, settings));
    }

    /**
     * Who has read a message, by user id.
     *
     * @param after the last user of the page before, null for the first page
     * @param limit 1 to 100
     */
    public CompletionStage<Result.ReaderPage> readers(long seq, @Nullable String after, int limit) {
        return core.call(
                future -> ask(rid -> new Request.Readers(rid, id, seq, after, limit), Result.ReaderPage.class, future));
    }

    /** All pinned messages, ascending by seq. */
    public CompletionStage<List<Message>> pins() {
        return core.<Result.Pins>call(future -> ask(rid -> new Request.Pins(rid, id), Result.Pins.class, future))
                .thenApply(Result.Pins::messages);
    }

    private <R extends Result> void ask(LongFunction<Request> request, Class<R> type, CompletableFuture<R> future) {
        core.requests.ask(id, request, type, future);
    }

    private CompletionStage<Void> done(LongFunction<Request> request) {
        return core.<Result.Done>call(future -> ask(request, Result.Done.class, future))
                .thenApply(done -> null);
    }

    /**
     * A page of members, by user id.
     *
     * @param after the last user of the page before, null for the first page
     * @param limit 1 to 100
     */
    public CompletionStage<Result.MemberPage> members(@Nullable String after, int limit) {
        return core.call(
                future -> ask(rid -> new Request.Members(rid, id, after, limit), Result.MemberPage.class, future));
    }

    /** The user has read everything up to this seq. May be called often; it goes out at most once a second. */
    public void markRead(long seq) {
        core.loop.execute(() -> core.marks.read(id, seq));
    }

    /** The user is typing: call it with every key; or has stopped. Nothing is sent without a connection. */
    public void typing(boolean on) {
        core.loop.execute(() -> core.marks.typing(id, on));
    }

    /** Hears what happens in this room. */
    public Registration listen(RoomListener listener) {
        return core.listeners.add(id, listener);
    }

    /** As {@link ImClient#cursor}. */
    public Optional<Cursor> cursor() {
        return core.follower.cursor(id);
    }
}
