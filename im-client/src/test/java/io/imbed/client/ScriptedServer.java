package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.ServerFrame;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server that does nothing by itself: the test reads what the client sent, and says what it gets. */
final class ScriptedServer implements Wire {
    private final FrameCodec codec = new FrameCodec(JsonLimits.DEFAULT);
    final List<Link> links = new ArrayList<>();

    /** Whether a connection opens when it is asked for; if not, the test opens it. */
    boolean opensAtOnce = true;

    @Override
    public Connection connect(URI uri, Listener listener) {
        Link link = new Link(listener);
        links.add(link);
        if (opensAtOnce) listener.onOpen();
        return link;
    }

    /** The connection that was made last. */
    Link link() {
        return links.get(links.size() - 1);
    }

    final class Link implements Connection {
        final Listener listener;
        final Deque<Request> requests = new ArrayDeque<>();
        boolean closed; // by the client, in an orderly way
        boolean aborted;

        private Link(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void send(String unit) {
            assertThat(closed || aborted).as("sent after the end").isFalse();
            FrameCodec.lines(unit).forEach(line -> requests.add(codec.decodeRequest(line)));
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void abort() {
            aborted = true;
        }

        /** The next request, which must be of this type. */
        <T extends Request> T next(Class<T> type) {
            assertThat(requests).as("requests").isNotEmpty();
            assertThat(requests.peek()).isInstanceOf(type);
            return type.cast(requests.remove());
        }

        /** Says these frames, in one unit. */
        void say(ServerFrame... frames) {
            listener.onText(Stream.of(frames).map(codec::encode).collect(Collectors.joining("\n")));
        }

        void reply(Request to, Result result) {
            say(new ServerFrame.Reply(to.id(), result));
        }

        void end(CloseReason reason) {
            listener.onClosed(reason);
        }
    }
}
