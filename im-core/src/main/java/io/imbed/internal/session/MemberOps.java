package io.imbed.internal.session;

import io.imbed.internal.room.MemberChange;
import io.imbed.internal.room.Memberships;
import io.imbed.internal.room.RoomEdit;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.internal.room.RoomService.Submission;
import io.imbed.internal.room.Views;
import io.imbed.protocol.BanView;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.spi.AccessPolicy.Operation;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Ops by which members change who is in a room, and who may do what there. Threads: any; stateless. */
public final class MemberOps {
    private final Services services;

    MemberOps(Services services) {
        this.services = services;
    }

    CompletionStage<Result> invite(Session session, Request.Invite request) {
        return done(
                session,
                request,
                (members, actor) -> members.invite(actor, request.room(), request.user(), Role.MEMBER));
    }

    CompletionStage<Result> kick(Session session, Request.Kick request) {
        return done(session, request, (members, actor) -> members.kick(actor, request.room(), request.user()));
    }

    CompletionStage<Result> role(Session session, Request.GiveRole request) {
        return done(
                session,
                request,
                (members, actor) -> members.role(actor, request.room(), request.user(), request.role()));
    }

    CompletionStage<Result> mute(Session session, Request.Mute request) {
        return done(
                session,
                request,
                (members, actor) ->
                        members.mute(actor, request.room(), request.user(), request.ms(), request.reason()));
    }

    CompletionStage<Result> unmute(Session session, Request.Unmute request) {
        return done(session, request, (members, actor) -> members.unmute(actor, request.room(), request.user()));
    }

    CompletionStage<Result> ban(Session session, Request.Ban request) {
        return done(
                session,
                request,
                (members, actor) -> members.ban(actor, request.room(), request.user(), request.ms(), request.reason()));
    }

    CompletionStage<Result> unban(Session session, Request.Unban request) {
        return done(session, request, (members, actor) -> members.unban(actor, request.room(), request.user()));
    }

    CompletionStage<Result> update(Session session, Request.RoomUpdate request) {
        if (!request.mine().isEmpty()) {
            return session.inOrder(
                            request.room(),
                            () -> services.rooms().prefer(request.room(), session.user(), request.mine()))
                    .thenApply(changed -> new Result.Done());
        }
        return done(session, request, (members, actor) -> members.update(actor, request.room(), edit(request)));
    }

    private static RoomEdit edit(Request.RoomUpdate request) {
        return new RoomEdit(request.title() != null, request.title(), request.settings());
    }

    CompletionStage<Result> delete(Session session, Request.RoomDelete request) {
        return done(session, request, (members, actor) -> members.delete(actor, request.room()));
    }

    CompletionStage<Result> bans(Session session, Request.Bans request) {
        int limit = Math.min(request.limit(), services.limits().pages().items());
        return services.rooms()
                .readAs(
                        RoomOps.actor(session),
                        Operation.BAN,
                        request.room(),
                        () -> read(services, request.room(), request.after(), limit + 1))
                .thenApply(bans -> Page.of(bans, limit))
                .thenApply(page -> new Result.BanPage(page.rows(), page.more()));
    }

    /** A page of the bans that are in force now. */
    public static CompletionStage<List<BanView>> read(
            Services services, String room, @Nullable String after, int limit) {
        return services.storage()
                .store()
                .bans(room, services.env().clock().instant(), after, limit)
                .thenApply(rows -> rows.stream().map(Views::ban).toList());
    }

    private CompletionStage<Result> done(
            Session session, Request.InRoom request, BiFunction<Memberships, Actor, Submission<MemberChange>> op) {
        Actor actor = RoomOps.actor(session);
        return session.inOrder(request.room(), () -> op.apply(services.memberships(), actor))
                .thenApply(change -> new Result.Done());
    }
}
