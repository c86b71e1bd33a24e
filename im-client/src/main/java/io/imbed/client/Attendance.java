package io.imbed.client;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame.ErrorReply;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins LIVE rooms again on each new connection, from where they were left: a server forgets who attended with the session
 * that did. What is sent to such a room meanwhile, or asked about it, waits.
 *
 * <p>Threads: the client's executor.
 */
final class Attendance {
    private final Loop loop;
    private final Backoff backoff;
    private final Follower follower;
    private final Sender sender;
    private final Requests requests;
    private final Set<String> joining = new HashSet<>();
    private @Nullable Exchange exchange;

    Attendance(Loop loop, Backoff backoff, Follower follower, Sender sender, Requests requests) {
        this.loop = loop;
        this.backoff = backoff;
        this.follower = follower;
        this.sender = sender;
        this.requests = requests;
    }

    void connected(Exchange to) {
        exchange = to;
        follower.attended().forEach((room, from) -> {
            joining.add(room);
            sender.hold(room);
            requests.hold(room);
            to.ask(id -> new Request.Join(id, room, from), Result.Joined.class, new Joining(to, room, from));
        });
    }

    void disconnected() {
        exchange = null;
        Set.copyOf(joining).forEach(this::end);
    }

    private void end(String room) {
        if (!joining.remove(room)) return;
        requests.release(room);
        sender.release(room);
    }

    private final class Joining implements Answer<Result.Joined> {
        private final Exchange on;
        private final String room;
        private final Cursor from;
        private int failures;

        Joining(Exchange on, String room, Cursor from) {
            this.on = on;
            this.room = room;
            this.from = from;
        }

        @Override
        public void done(Result.Joined joined) {
            follower.joinedAgain(joined.room(), joined.recovered());
            end(room);
        }

        @Override
        public void refused(ErrorReply error) {
            if (!Requests.mayRetry(error)) {
                follower.gone(room);
                end(room);
                return;
            }
            loop.after(backoff.after(++failures, Requests.retryAfter(error)), () -> {
                if (exchange == on) on.ask(id -> new Request.Join(id, room, from), Result.Joined.class, this);
            });
        }
    }
}
