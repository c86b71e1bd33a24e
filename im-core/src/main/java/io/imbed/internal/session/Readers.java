package io.imbed.internal.session;

import io.imbed.internal.Reading;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.UserView;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who has read a message. Threads: any; stateless. */
public final class Readers {
    private final Services services;

    public Readers(Services services) {
        this.services = services;
    }

    /** What was found of a message: why nothing may be told, or who has read it. */
    private record Found(@Nullable RefusedException no, List<MemberRow> rows) {
        static Found refused(RefusedException no) {
            return new Found(no, List.of());
        }

        List<MemberRow> told() {
            if (no != null) throw no;
            return rows;
        }
    }

    CompletionStage<Result> readers(Session session, Request.Readers request) {
        String room = request.room();
        int limit = Math.min(request.limit(), services.limits().pages().items());
        return services.rooms()
                .readHistory(
                        RoomOps.actor(session),
                        room,
                        horizon -> services.rooms().existing(room).thenCompose(state -> {
                            RefusedException no =
                                    horizon.hides(request.seq()) ? none(room, request.seq()) : refusal(state);
                            return no == null
                                    ? find(room, request.seq(), request.after(), limit + 1)
                                    : CompletableFuture.completedFuture(Found.refused(no));
                        }),
                        (horizon, found) -> found)
                .thenApply(found -> Page.of(found.told(), limit))
                .thenCompose(page -> named(page.rows()).thenApply(users -> new Result.ReaderPage(users, page.more())));
    }

    /** As the host sees them: of a room of any size. */
    public CompletionStage<List<UserView>> all(String room, long seq, @Nullable String after, int limit) {
        return services.rooms()
                .existing(room)
                .thenCompose(state -> Reading.from(() -> find(room, seq, after, limit)))
                .thenCompose(found -> named(found.told()));
    }

    /** Nobody is told of reading where receipts are off, nor asked about it. */
    private @Nullable RefusedException refusal(RoomState state) {
        String room = state.row().id();
        if (!state.row().settings().receipts()) {
            return new RefusedException(ErrorCode.FORBIDDEN, "room " + room + " is without receipts");
        }
        long members = services.lanes().count(state);
        int limit = services.limits().pages().signalMembers();
        if (members <= limit) return null;
        return new RefusedException(
                ErrorCode.FORBIDDEN,
                "room " + room + " has " + members + " members; who has read is told in rooms of up to " + limit);
    }

    private CompletionStage<Found> find(String room, long seq, @Nullable String after, int limit) {
        return services.storage()
                .log()
                .message(room, seq)
                .thenCompose(message -> message.isEmpty()
                        ? CompletableFuture.completedFuture(Found.refused(none(room, seq)))
                        : services.storage()
                                .store()
                                .readers(room, seq, message.get().sender(), after, limit)
                                .thenApply(rows -> new Found(null, rows)));
    }

    private static RefusedException none(String room, long seq) {
        return new RefusedException(ErrorCode.NOT_FOUND, "no message " + seq + " is kept in room " + room);
    }

    private CompletionStage<List<UserView>> named(List<MemberRow> rows) {
        return new RoomOps(services)
                .views(rows)
                .thenApply(views -> views.stream()
                        .map(view -> new UserView(view.user(), view.name(), null))
                        .toList());
    }
}
