package io.imbed.internal.room;

import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeInvite;
import io.imbed.hook.BeforeJoin;
import io.imbed.hook.BeforeKick;
import io.imbed.hook.BeforeLeave;
import io.imbed.hook.BeforeRole;
import io.imbed.hook.BeforeUpdateRoom;
import io.imbed.hook.Hook;
import io.imbed.hook.MemberJoined;
import io.imbed.hook.MemberKicked;
import io.imbed.hook.MemberLeft;
import io.imbed.hook.Occurrence;
import io.imbed.hook.RoleChanged;
import io.imbed.hook.RoomUpdated;
import io.imbed.internal.hook.Hooks;
import io.imbed.internal.hook.HostCode;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.internal.room.RoomService.Submission;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.UserView;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.RoomState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who comes, who goes and in which role, and what becomes of the room itself, for clients and for the host alike: rules,
 * policy and hooks in their order, then the lane. The host's code is asked only about what would otherwise be done.
 * Threads: any; results complete on lanes.
 */
public final class Memberships {
    private final Lanes lanes;
    private final Hooks hooks;
    private final HostCode host;
    private final RoomService rooms;

    public Memberships(Lanes lanes, Hooks hooks, HostCode host, RoomService rooms) {
        this.lanes = lanes;
        this.hooks = hooks;
        this.host = host;
        this.rooms = rooms;
    }

    /** The actor itself becomes a member; of a LIVE room, of which the session attends, nobody is told. */
    public Submission<MemberChange> join(Actor actor, String room, Subscriber session) {
        return submit(
                actor,
                room,
                AdmitCommand.join(room, actor, session),
                new Moment(Operation.JOIN, null, List.of(BeforeJoin.class)),
                state -> askJoin(actor, room, state.row().kind(), actor.user()),
                change -> tellJoined(room, actor.user(), actor.user()));
    }

    /** Somebody is made a member. The host's directory, if there is one, says whether the user exists, and its name. */
    public Submission<MemberChange> invite(Actor actor, String room, String user, Role role) {
        if (!host.hasDirectory()) return invite(actor, room, new UserView(user, user, null), role);
        // Who may not know of the room learns from it nothing about users either.
        CompletionStage<?> known = actor.isClient() ? rooms.memberOf(actor, room) : rooms.existing(room);
        return Submission.of(known.thenCompose(ok -> host.existing(user))
                .thenCompose(view -> invite(actor, room, view, role).result())
                .toCompletableFuture());
    }

    private Submission<MemberChange> invite(Actor actor, String room, UserView user, Role role) {
        return submit(
                actor,
                room,
                AdmitCommand.invite(room, actor, user, role),
                new Moment(Operation.INVITE, user.id(), List.of(BeforeInvite.class, BeforeJoin.class)),
                state -> hooks.ask(
                                BeforeInvite.class,
                                new Attempt.Invite(room, state.row().kind(), user.id(), actor.user(), actor.origin()),
                                BeforeInvite::beforeInvite)
                        .thenCompose(ok -> askJoin(actor, room, state.row().kind(), user.id())),
                change -> tellJoined(room, user.id(), actor.user()));
    }

    private CompletionStage<Void> askJoin(Actor actor, String room, RoomKind kind, String user) {
        return hooks.ask(
                BeforeJoin.class,
                new Attempt.Join(room, kind, user, actor.user(), actor.origin()),
                BeforeJoin::beforeJoin);
    }

    /** Founders of a room are joined by the room's making; told here as well. */
    void tellJoined(String room, String user, String by) {
        hooks.tell(MemberJoined.class, new Occurrence.Member(room, user, by), MemberJoined::memberJoined);
    }

    /** The actor itself leaves. The host's policy has no say: nobody is kept. */
    public Submission<MemberChange> leave(Actor actor, String room, Subscriber session) {
        return submit(
                actor,
                room,
                DismissCommand.leave(room, actor, session),
                new Moment(null, null, List.of(BeforeLeave.class)),
                state -> hooks.ask(
                        BeforeLeave.class,
                        new Attempt.Leave(room, state.row().kind(), actor.user(), actor.origin()),
                        BeforeLeave::beforeLeave),
                change -> tellLeft(actor, room, actor.user(), change));
    }

    /** Somebody is removed. */
    public Submission<MemberChange> kick(Actor actor, String room, String user) {
        return submit(
                actor,
                room,
                DismissCommand.kick(room, actor, user),
                new Moment(Operation.KICK, user, List.of(BeforeKick.class)),
                state -> askKick(actor, room, state.row().kind(), user, false),
                change -> tellKicked(actor, room, user, change));
    }

    /** The room is called something else, or other things can be done in it. */
    public Submission<MemberChange> update(Actor actor, String room, RoomEdit edit) {
        UpdateCommand command = new UpdateCommand(room, actor, edit);
        return submit(
                actor,
                room,
                command,
                new Moment(Operation.UPDATE, null, List.of(BeforeUpdateRoom.class)),
                state -> hooks.ask(
                        BeforeUpdateRoom.class,
                        new Attempt.UpdateRoom(
                                room,
                                state.row().kind(),
                                edit.of(state.row()).title(),
                                edit.settings(),
                                actor.user(),
                                actor.origin()),
                        BeforeUpdateRoom::beforeUpdateRoom),
                change -> hooks.tell(
                        RoomUpdated.class,
                        new Occurrence.Updated(
                                room, command.made().title(), command.made().settings(), actor.user()),
                        RoomUpdated::roomUpdated));
    }

    /** The room ends. */
    public Submission<MemberChange> delete(Actor actor, String room) {
        return submit(
                actor,
                room,
                new DeleteCommand(room, actor),
                new Moment(Operation.DELETE, null, List.of()),
                state -> CompletableFuture.completedFuture(null),
                change -> {});
    }

    private CompletionStage<Void> askKick(Actor actor, String room, RoomKind kind, String user, boolean ban) {
        return hooks.ask(
                BeforeKick.class,
                new Attempt.Kick(room, kind, user, ban, actor.user(), actor.origin()),
                BeforeKick::beforeKick);
    }

    private void tellKicked(Actor actor, String room, String user, MemberChange change) {
        if (change.gone()) tellLeft(actor, room, user, change);
        if (!change.gone() && !change.cut()) return;
        hooks.tell(MemberKicked.class, new Occurrence.Member(room, user, actor.user()), MemberKicked::memberKicked);
    }

    /** A member may not speak; {@code ms} null for good. */
    public Submission<MemberChange> mute(
            Actor actor, String room, String user, @Nullable Long ms, @Nullable String reason) {
        return silent(actor, room, new MuteCommand(room, actor, user, ms, reason), Operation.MUTE, user);
    }

    public Submission<MemberChange> unmute(Actor actor, String room, String user) {
        return silent(actor, room, new UnmuteCommand(room, actor, user), Operation.MUTE, user);
    }

    /** A user is kept out; {@code ms} null for good. */
    public Submission<MemberChange> ban(
            Actor actor, String room, String user, @Nullable Long ms, @Nullable String reason) {
        return submit(
                actor,
                room,
                new BanCommand(room, actor, user, ms, reason),
                new Moment(Operation.BAN, user, List.of(BeforeKick.class)),
                state -> askKick(actor, room, state.row().kind(), user, true),
                change -> tellKicked(actor, room, user, change));
    }

    public Submission<MemberChange> unban(Actor actor, String room, String user) {
        return silent(actor, room, new UnbanCommand(room, actor, user), Operation.BAN, user);
    }

    /** What no hook is about. */
    private Submission<MemberChange> silent(
            Actor actor, String room, Command<MemberChange> command, Operation operation, String user) {
        return submit(
                actor,
                room,
                command,
                new Moment(operation, user, List.of()),
                state -> CompletableFuture.completedFuture(null),
                change -> {});
    }

    private void tellLeft(Actor actor, String room, String user, MemberChange change) {
        hooks.tell(MemberLeft.class, new Occurrence.Member(room, user, actor.user()), MemberLeft::memberLeft);
        tellHeir(actor, room, change);
    }

    /** Somebody gets another role. */
    public Submission<MemberChange> role(Actor actor, String room, String user, Role role) {
        return submit(
                actor,
                room,
                new RoleCommand(room, actor, user, role),
                new Moment(Operation.ROLE, user, List.of(BeforeRole.class)),
                state -> hooks.ask(
                        BeforeRole.class,
                        new Attempt.Role(room, state.row().kind(), user, role, actor.user(), actor.origin()),
                        BeforeRole::beforeRole),
                change -> {
                    tellHeir(actor, room, change);
                    tellRole(actor, room, user, role);
                });
    }

    private void tellHeir(Actor actor, String room, MemberChange change) {
        String heir = change.heir();
        if (heir != null) tellRole(actor, room, heir, Role.OWNER);
    }

    private void tellRole(Actor actor, String room, String user, Role role) {
        hooks.tell(RoleChanged.class, new Occurrence.Role(room, user, role, actor.user()), RoleChanged::roleChanged);
    }

    /**
     * What the host is asked about.
     *
     * @param operation for its policy; null if that has no say
     * @param peer whom it is done to
     */
    private record Moment(
            @Nullable Operation operation, @Nullable String peer, List<Class<? extends Hook>> hooks) {}

    private Submission<MemberChange> submit(
            Actor actor,
            String room,
            Command<MemberChange> command,
            Moment moment,
            Function<RoomState, CompletionStage<Void>> ask,
            Consumer<MemberChange> tell) {
        command.result().thenAccept(change -> {
            if (change.changed()) tell.accept(change);
        });
        boolean narrowed = moment.operation() != null && actor.isClient() && host.narrows();
        if (!narrowed && moment.hooks().stream().noneMatch(hooks::has)) {
            return new Submission<>(CompletableFuture.completedFuture(null), lanes.submit(room, command));
        }
        CompletableFuture<Optional<RoomState>> tried = new CompletableFuture<>();
        lanes.with(room, live -> live.glances().tryOut(command, tried));
        return Submission.of(tried.thenCompose(state -> state.isEmpty()
                ? command.result()
                : permit(actor, moment, state.get())
                        .thenCompose(ok -> ask.apply(state.get()))
                        .thenCompose(ok -> lanes.submit(room, command))));
    }

    private CompletionStage<Void> permit(Actor actor, Moment moment, RoomState state) {
        Operation operation = moment.operation();
        return operation == null
                ? CompletableFuture.completedFuture(null)
                : rooms.permit(actor, operation, state, moment.peer());
    }
}
