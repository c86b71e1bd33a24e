package io.imbed.internal.session;

import io.imbed.hook.Denied;
import io.imbed.hook.Occurrence;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends each request of a session to what handles it, and the outcome back. Threads: the link's handler. */
final class Router {
    private static final CompletionStage<Result> DONE = CompletableFuture.completedFuture(new Result.Done());

    private final Services services;
    private final Link link;
    private final RoomOps rooms;
    private final MessageOps messages;
    private final MemberOps members;
    private final PresenceOps presence;
    private final SessionOps sessions;
    private final Readers readers;

    Router(Services services, Link link) {
        this.services = services;
        this.link = link;
        this.rooms = new RoomOps(services);
        this.messages = new MessageOps(services);
        this.members = new MemberOps(services);
        this.presence = new PresenceOps(services);
        this.sessions = new SessionOps(services);
        this.readers = new Readers(services);
    }

    void route(Session session, Request request) {
        long start = services.env().scheduler().nanoTime();
        link.began();
        answer(session, request).whenComplete((result, error) -> {
            try {
                services.metrics()
                        .time(
                                "im.requests",
                                request.op(),
                                services.env().scheduler().nanoTime() - start);
                if (error == null) accept(request, result);
                else refuse(session, request, link.reply(request.id(), error));
                presence.answered(session, request);
            } catch (RuntimeException defect) { // Such as an answer that cannot be encoded.
                link.failed(defect);
            } finally {
                link.finished();
            }
        });
    }

    private void accept(Request request, Result result) {
        link.send(new ServerFrame.Reply(request.id(), result));
        if (result instanceof Result.Sent sent && sent.dup()) services.metrics().count("im.sends.repeated", "", 1);
    }

    private void refuse(Session session, Request request, ServerFrame.ErrorReply reply) {
        link.send(reply);
        services.metrics().count("im.requests.refused", request.op(), 1);
        services.metrics().count("im.refusals", reply.code().name(), 1);
        if (reply.unknown() || !services.hooks().has(Denied.class)) return;
        // A flood must not drown what else the host is told.
        if (reply.code() == ErrorCode.RATE_LIMITED && !session.floods().take().isZero()) return;
        String room = request instanceof Request.InRoom inRoom ? inRoom.room() : null;
        services.hooks()
                .tell(
                        Denied.class,
                        new Occurrence.Denied(request.op(), room, session.user(), reply.code(), reply.message()),
                        Denied::denied);
    }

    private CompletionStage<? extends Result> answer(Session session, Request request) {
        try {
            within("requests", session.requests().take());
            boolean says = request instanceof Request.Send || request instanceof Request.Edit;
            if (says) within("sends and edits", session.sends().take());
            if (services.budget().isSpent()) {
                throw new UnavailableException(
                        ErrorCode.UNAVAILABLE,
                        "the server is out of memory for new work",
                        Duration.ofSeconds(1),
                        false);
            }
            return handle(session, request);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static void within(String what, Duration wait) {
        if (wait.isZero()) return;
        throw new UnavailableException(ErrorCode.RATE_LIMITED, "too many " + what + "; try again later", wait, false);
    }

    /** The one place that knows which op is handled where. */
    private CompletionStage<? extends Result> handle(Session session, Request request) {
        if (request instanceof Request.Send send) return messages.send(session, send);
        if (request instanceof Request.Edit edit) return messages.edit(session, edit);
        if (request instanceof Request.Recall recall) return messages.recall(session, recall);
        if (request instanceof Request.React react) return messages.react(session, react);
        if (request instanceof Request.Pin pin) return messages.pin(session, pin);
        if (request instanceof Request.Pins pins) return messages.pins(session, pins);
        if (request instanceof Request.Readers page) return readers.readers(session, page);
        if (request instanceof Request.Mark mark) return messages.mark(session, mark);
        if (request instanceof Request.Typing typing) return messages.typing(session, typing);
        if (request instanceof Request.History history) return messages.history(session, history);
        if (request instanceof Request.Sync sync) return messages.sync(session, sync);
        if (request instanceof Request.Join join) return rooms.join(session, join);
        if (request instanceof Request.Leave leave) return rooms.leave(session, leave);
        if (request instanceof Request.Members page) return rooms.members(session, page);
        if (request instanceof Request.Invite invite) return members.invite(session, invite);
        if (request instanceof Request.Kick kick) return members.kick(session, kick);
        if (request instanceof Request.GiveRole role) return members.role(session, role);
        if (request instanceof Request.Mute mute) return members.mute(session, mute);
        if (request instanceof Request.Unmute unmute) return members.unmute(session, unmute);
        if (request instanceof Request.Ban ban) return members.ban(session, ban);
        if (request instanceof Request.Unban unban) return members.unban(session, unban);
        if (request instanceof Request.Bans bans) return members.bans(session, bans);
        if (request instanceof Request.RoomUpdate update) return members.update(session, update);
        if (request instanceof Request.RoomDelete delete) return members.delete(session, delete);
        if (request instanceof Request.RoomGet get) return rooms.get(session, get);
        if (request instanceof Request.RoomList list) return rooms.list(session, list);
        if (request instanceof Request.RoomCreate create) return rooms.create(session, create);
        if (request instanceof Request.Presence who) return presence.presence(session, who);
        if (request instanceof Request.Sessions) return done(sessions.sessions(session));
        if (request instanceof Request.SignOut signOut) return done(sessions.signOut(session, signOut));
        if (request instanceof Request.Auth auth) return renew(session, auth);
        if (request instanceof Request.Ping) return DONE;
        throw new RefusedException(ErrorCode.BAD_REQUEST, "hello was said already");
    }

    private static CompletionStage<Result> done(Result result) {
        return CompletableFuture.completedFuture(result);
    }

    private CompletionStage<Result> renew(Session session, Request.Auth auth) {
        return services.host()
                .authenticate(link.connection().handshake(), auth.token())
                .thenApply(found -> {
                    var renewed = found.orElseThrow(
                            () -> new RefusedException(ErrorCode.UNAUTHENTICATED, "the token was refused"));
                    if (!renewed.id().equals(session.user())) {
                        throw new RefusedException(ErrorCode.FORBIDDEN, "the token is another user's");
                    }
                    Instant end = renewed.expiresAt();
                    if (end != null && !end.isAfter(services.env().clock().instant())) {
                        throw new RefusedException(ErrorCode.UNAUTHENTICATED, "the token has expired");
                    }
                    session.renew(renewed);
                    link.expireAt(session);
                    return new Result.Renewed(session.expiresInMs(services.env().clock()));
                });
    }
}
