package io.imbed.internal.session;

import io.imbed.internal.room.RoomService.Submission;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The op about who is there. Threads: any; stateless. */
final class PresenceOps {
    /** No room's id, so that these requests of a session wait for one another and for nothing else. */
    private static final String ORDER = "presence requests";

    private final Services services;

    PresenceOps(Services services) {
        this.services = services;
    }

    /** One at a time for each session: of two watch lists the later one counts. */
    CompletionStage<Result> presence(Session session, Request.Presence request) {
        return session.inOrder(
                ORDER, () -> Submission.of(answer(session, request).toCompletableFuture()));
    }

    private CompletionStage<Result> answer(Session session, Request.Presence request) {
        Boolean away = request.away();
        if (away != null) {
            session.away(away);
            services.presence().changed(session.user(), false);
        }
        return services.visibility()
                .of(session.identity(), request.users())
                .thenApply(visible -> new Result.Presence(views(session, request, visible)));
    }

    private List<PresenceView> views(Session session, Request.Presence request, Set<String> visible) {
        return request.watch()
                ? services.presence().watch(session, request.users(), visible)
                : services.presence().of(request.users(), visible);
    }

    /** The reply has left; signals may follow it. */
    void answered(Session session, Request request) {
        if (request instanceof Request.Presence presence && presence.watch()) {
            services.presence().answered(session);
        }
    }
}
