package io.imbed.internal.session;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import java.time.Duration;
import java.util.List;

/** What a user does with its own sessions; it learns of no others. Threads: any; stateless. */
final class SessionOps {
    /** How long a session that signs itself out may take to read the answer. */
    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final Services services;

    SessionOps(Services services) {
        this.services = services;
    }

    Result sessions(Session asking) {
        return new Result.Sessions(services.sessions().of(asking.user()).stream()
                .map(each -> each.own(asking))
                .toList());
    }

    Result signOut(Session asking, Request.SignOut request) {
        List<Session> mine = services.sessions().of(asking.user());
        String wanted = request.session();
        if (wanted == null) {
            services.sessions()
                    .signOut(mine.stream().filter(each -> each != asking).toList());
        } else if (wanted.equals(asking.id())) {
            leave(asking);
        } else {
            Session found = mine.stream()
                    .filter(each -> each.id().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND, "you have no session " + wanted));
            services.sessions().signOut(List.of(found));
        }
        return new Result.Done();
    }

    /** The answer goes first, but waits for no client that does not read. */
    private void leave(Session asking) {
        asking.link().leave(CloseReason.SIGNED_OUT);
        services.env()
                .scheduler()
                .schedule(GOODBYE, () -> services.env().worker().execute(() -> asking.close(CloseReason.SIGNED_OUT)));
    }
}
