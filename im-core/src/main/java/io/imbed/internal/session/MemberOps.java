package io.imbed.internal.session;

import io.imbed.internal.room.MemberChange;
import io.imbed.internal.room.Memberships;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.internal.room.RoomService.Submission;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Ops by which members change who is in a room, and who may do what there. Threads: any; stateless. */
final class MemberOps {
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

    private CompletionStage<Result> done(
            Session session, Request.InRoom request, BiFunction<Memberships, Actor, Submission<MemberChange>> op) {
        Actor actor = RoomOps.actor(session);
        return session.inOrder(request.room(), () -> op.apply(services.memberships(), actor))
                .thenApply(change -> new Result.Done());
    }
}
