package io.imbed.internal.session;

import io.imbed.Draft;
import io.imbed.internal.Reading;
import io.imbed.internal.room.Horizon;
import io.imbed.internal.room.SendCommand;
import io.imbed.internal.room.Views;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.MessageSlice;
import io.imbed.spi.RoomLog;
import java.util.concurrent.CompletionStage;

/** Ops about messages, events and marks. Threads: any; stateless. */
final class MessageOps {
    private final Services services;

    MessageOps(Services services) {
        this.services = services;
    }

    private RoomLog log() {
        return services.storage().log();
    }

    CompletionStage<Result.Sent> send(Session session, Request.Send request) {
        Draft draft = new Draft(request.content(), request.replyTo(), request.mentions(), request.meta());
        return session.inOrder(
                request.room(),
                SendCommand.sizeOf(draft),
                () -> services.rooms().send(RoomOps.actor(session), request.room(), request.cid(), draft, true));
    }

    CompletionStage<Result> edit(Session session, Request.Edit request) {
        Draft draft = Draft.of(request.content()).withMentions(request.mentions());
        return done(session.inOrder(
                request.room(),
                SendCommand.sizeOf(draft),
                () -> services.messages().edit(RoomOps.actor(session), request.room(), request.seq(), draft)));
    }

    CompletionStage<Result> recall(Session session, Request.Recall request) {
        return done(session.inOrder(
                request.room(),
                () -> services.messages().recall(RoomOps.actor(session), request.room(), request.seq())));
    }

    CompletionStage<Result> react(Session session, Request.React request) {
        return done(session.inOrder(
                request.room(),
                () -> services.messages()
                        .react(RoomOps.actor(session), request.room(), request.seq(), request.key(), request.on())));
    }

    CompletionStage<Result> pin(Session session, Request.Pin request) {
        return done(session.inOrder(
                request.room(),
                () -> services.messages().pin(RoomOps.actor(session), request.room(), request.seq(), request.on())));
    }

    CompletionStage<Result> pins(Session session, Request.Pins request) {
        String room = request.room();
        // The rev first: what changes after it comes as an event.
        return services.rooms()
                .readHistory(
                        RoomOps.actor(session),
                        room,
                        horizon -> services.rooms()
                                .existing(room)
                                .thenCompose(state -> Reading.from(() -> log().pinned(room))
                                        .thenApply(pinned -> new MessageSlice(pinned, false, state.rev()))),
                        Horizon::seen)
                .thenApply(slice -> new Result.Pins(slice.messages(), slice.rev()));
    }

    private static CompletionStage<Result> done(CompletionStage<Boolean> changed) {
        return changed.thenApply(was -> new Result.Done());
    }

    CompletionStage<Result> mark(Session session, Request.Mark request) {
        Long read = request.read();
        Long delivered = request.delivered();
        return services.rooms()
                .mark(
                        RoomOps.actor(session),
                        request.room(),
                        read == null ? 0 : read,
                        delivered == null ? 0 : delivered)
                .thenApply(moved -> new Result.Done());
    }

    CompletionStage<Result> typing(Session session, Request.Typing request) {
        return services.rooms()
                .permitted(RoomOps.actor(session), request.room(), Operation.TYPING)
                .thenApply(state -> {
                    services.lanes().with(request.room(), live -> live.typing(session, request.on()));
                    return new Result.Done();
                });
    }

    CompletionStage<Result> history(Session session, Request.History request) {
        var pages = services.limits().pages();
        return services.rooms()
                .readHistory(
                        RoomOps.actor(session),
                        request.room(),
                        horizon -> log().history(
                                        request.room(),
                                        horizon.within(request.anchor()),
                                        Math.min(request.limit(), pages.items()),
                                        pages.bytes()),
                        (horizon, slice) -> horizon.seen(slice, request.anchor().side()))
                .thenApply(Views::page);
    }

    CompletionStage<Result> sync(Session session, Request.Sync request) {
        var pages = services.limits().pages();
        return services.rooms()
                .readHistory(
                        RoomOps.actor(session),
                        request.room(),
                        horizon -> log().events(
                                        request.room(),
                                        request.cursor(),
                                        Math.min(request.limit(), pages.items()),
                                        pages.bytes()),
                        Horizon::seen)
                .thenApply(slice -> {
                    if (slice.gap()) {
                        throw new RefusedException(
                                ErrorCode.GAP,
                                "rev " + request.cursor().rev()
                                        + " is of another epoch, ahead of the log, or older than what is"
                                        + " kept; begin anew from room.get");
                    }
                    long last = request.cursor().rev() + slice.events().size();
                    return new Result.EventPage(slice.events(), last < slice.head());
                });
    }
}
