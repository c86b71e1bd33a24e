package io.imbed.internal.host;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.NewRoom;
import io.imbed.Origin;
import io.imbed.Rooms;
import io.imbed.SendOptions;
import io.imbed.Subscription;
import io.imbed.internal.Reading;
import io.imbed.internal.hook.Bulkhead;
import io.imbed.internal.room.RandomIds;
import io.imbed.internal.room.RoomEdit;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.internal.room.RoomService.Submission;
import io.imbed.internal.room.Views;
import io.imbed.internal.session.MemberOps;
import io.imbed.internal.session.Readers;
import io.imbed.internal.session.RoomOps;
import io.imbed.internal.session.Services;
import io.imbed.protocol.BanView;
import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.Ids;
import io.imbed.protocol.MemberView;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Reaction;
import io.imbed.protocol.Request;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.SettingsPatch;
import io.imbed.protocol.UserView;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link Rooms} over the engine. Every stage completes on a hook thread: what the host hangs on it may block, and must
 * not hold up a lane.
 */
public final class HostRooms implements Rooms {
    /** What lasts longer lasts for good. */
    private static final Duration A_LIFE = Duration.ofDays(365_000);

    private final Services services;
    private final RoomOps ops;
    private final Set<EventFollower> followers = ConcurrentHashMap.newKeySet();
    private final HostCalls calls;
    private volatile boolean closed;

    public HostRooms(Services services, HostCalls calls) {
        this.calls = calls;
        this.services = services;
        this.ops = new RoomOps(services);
    }

    /** Ends what goes on. */
    public void close() {
        closed = true;
        followers.forEach(EventFollower::close);
    }

    private static Actor actor(Identity identity) {
        return new Actor(identity, Bulkhead.isInside() ? Origin.HOOK : Origin.HOST);
    }

    private static Actor host() {
        return actor(Identity.system());
    }

    @Override
    public CompletionStage<RoomView> create(NewRoom room) {
        return told(() -> services.maker()
                .make(host(), room)
                .thenCompose(id -> services.rooms().existing(id))
                .thenApply(this::outside));
    }

    private RoomView outside(RoomState room) {
        return Views.outside(room, services.lanes().count(room));
    }

    @Override
    public CompletionStage<Optional<RoomView>> find(String room) {
        return told(() ->
                Reading.from(() -> services.storage().store().room(room)).thenApply(found -> found.map(this::outside)));
    }

    @Override
    public CompletionStage<Void> invite(String room, String user, Role role) {
        return told(() -> {
            Ids.requireId("user", user);
            return done(services.memberships().invite(host(), room, user, role));
        });
    }

    @Override
    public CompletionStage<Void> kick(String room, String user) {
        return told(() -> done(services.memberships().kick(host(), room, user)));
    }

    @Override
    public CompletionStage<Void> role(String room, String user, Role role) {
        return told(() -> done(services.memberships().role(host(), room, user, role)));
    }

    @Override
    public CompletionStage<Void> update(String room, @Nullable String title) {
        return told(() -> done(services.memberships().update(host(), room, RoomEdit.title(title))));
    }

    @Override
    public CompletionStage<Void> configure(String room, SettingsPatch settings) {
        return told(() -> done(services.memberships().update(host(), room, RoomEdit.settings(settings))));
    }

    @Override
    public CompletionStage<Void> delete(String room) {
        return told(() -> done(services.memberships().delete(host(), room)));
    }

    @Override
    public CompletionStage<Void> mute(String room, String user, @Nullable Duration time, @Nullable String reason) {
        return told(() -> done(services.memberships().mute(host(), room, user, millis(time), checked(reason))));
    }

    @Override
    public CompletionStage<Void> unmute(String room, String user) {
        return told(() -> done(services.memberships().unmute(host(), room, user)));
    }

    @Override
    public CompletionStage<Void> ban(String room, String user, @Nullable Duration time, @Nullable String reason) {
        return told(() -> {
            Ids.requireId("user", user);
            return done(services.memberships().ban(host(), room, user, millis(time), checked(reason)));
        });
    }

    @Override
    public CompletionStage<Void> unban(String room, String user) {
        return told(() -> done(services.memberships().unban(host(), room, user)));
    }

    @Override
    public CompletionStage<List<BanView>> bans(String room, @Nullable String after, int limit) {
        return told(() -> {
            int size = page(limit);
            return services.rooms()
                    .existing(room)
                    .thenCompose(state -> Reading.from(() -> MemberOps.read(services, room, after, size)));
        });
    }

    private static @Nullable Long millis(@Nullable Duration time) {
        if (time == null || time.compareTo(A_LIFE) > 0) return null;
        if (time.toMillis() < 1) throw new IllegalArgumentException("time is " + time + ", must be 1 ms or more");
        return time.toMillis();
    }

    private static @Nullable String checked(@Nullable String reason) {
        if (reason == null || reason.length() <= Request.MAX_REASON) return reason;
        throw new IllegalArgumentException(
                "reason has " + reason.length() + " characters, limit " + Request.MAX_REASON);
    }

    @Override
    public CompletionStage<List<MemberView>> members(String room, @Nullable String after, int limit) {
        return told(() -> {
            int size = page(limit);
            return services.rooms()
                    .existing(room)
                    .thenCompose(state ->
                            Reading.from(() -> services.storage().store().members(room, after, size)))
                    .thenCompose(ops::views);
        });
    }

    @Override
    public CompletionStage<Result.Sent> send(String room, Identity sender, Draft draft, SendOptions options) {
        return told(() -> {
            Actor actor = actor(sender);
            boolean askHooks = switch (options.hooks()) {
                case DEFAULT -> actor.origin() != Origin.HOOK;
                case ASKED -> true;
                case SKIPPED -> false;
            };
            String given = options.cid();
            String cid = given == null ? RandomIds.next(services.env().random()) : given;
            return services.rooms().send(actor, room, cid, draft, askHooks).result();
        });
    }

    @Override
    public CompletionStage<Void> edit(String room, long seq, Content content, List<String> mentions) {
        return told(() -> services.messages()
                .edit(host(), room, seq, Draft.of(content).withMentions(mentions))
                .result()
                .thenApply(changed -> null));
    }

    @Override
    public CompletionStage<Void> recall(String room, long seq) {
        return told(() -> services.messages().recall(host(), room, seq).result().thenApply(changed -> null));
    }

    @Override
    public CompletionStage<Void> react(String room, long seq, String user, String key, boolean on) {
        return told(() -> {
            Ids.requireId("user", user);
            Reaction.requireKey(key);
            return done(services.messages().react(actor(Identity.of(user)), room, seq, key, on));
        });
    }

    @Override
    public CompletionStage<Void> pin(String room, long seq, boolean on) {
        return told(() -> done(services.messages().pin(host(), room, seq, on)));
    }

    @Override
    public CompletionStage<List<Message>> pins(String room) {
        return told(() -> services.rooms()
                .existing(room)
                .thenCompose(
                        state -> Reading.from(() -> services.storage().log().pinned(room))));
    }

    @Override
    public CompletionStage<Void> mark(String room, String user, long read, long delivered) {
        return told(() -> services.rooms().markFor(room, user, read, delivered).thenApply(moved -> null));
    }

    @Override
    public CompletionStage<Void> prefer(String room, String user, OwnSettings.Patch settings) {
        return told(() -> services.rooms().preferFor(room, user, settings).thenApply(changed -> null));
    }

    @Override
    public CompletionStage<List<UserView>> readers(String room, long seq, @Nullable String after, int limit) {
        return told(() -> new Readers(services).all(room, seq, after, page(limit)));
    }

    @Override
    public CompletionStage<Result.MessagePage> history(String room, Anchor anchor, int limit) {
        return told(() -> {
            int size = page(limit);
            int bytes = services.limits().pages().bytes();
            return services.rooms()
                    .existing(room)
                    .thenCompose(
                            state -> Reading.from(() -> services.storage().log().history(room, anchor, size, bytes)))
                    .thenApply(Views::page);
        });
    }

    private static CompletionStage<Void> done(Submission<?> submission) {
        return submission.result().thenApply(result -> null);
    }

    static int page(int limit) {
        if (limit < 1 || limit > Request.MAX_PAGE) {
            throw new IllegalArgumentException("limit is " + limit + ", must be 1 to " + Request.MAX_PAGE);
        }
        return limit;
    }

    @Override
    public CompletionStage<Cursor> head(String room) {
        return told(() -> services.rooms().existing(room).thenApply(RoomState::head));
    }

    @Override
    public Subscription follow(String room, @Nullable Cursor after, Consumer<Event> listener) {
        EventFollower follower = new EventFollower(services, room, after, listener);
        followers.add(follower);
        follower.ended().whenComplete((done, error) -> followers.remove(follower));
        if (closed) follower.close();
        else follower.begin();
        return follower;
    }

    private <T> CompletionStage<T> told(Supplier<CompletionStage<T>> operation) {
        return calls.told(operation);
    }
}
