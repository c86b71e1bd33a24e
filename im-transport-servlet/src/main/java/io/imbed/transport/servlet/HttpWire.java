package io.imbed.transport.servlet;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Handshake;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request of the HTTP wires. Each method answers it later and returns null, or returns what it is answered.
 *
 * <p>Threads: the container's that serves the request.
 */
final class HttpWire {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private final Hub hub;
    private final HttpServletRequest request;
    private final HttpServletResponse response;

    HttpWire(Hub hub, HttpServletRequest request, HttpServletResponse response) {
        this.hub = hub;
        this.request = request;
        this.response = response;
    }

    /** Opens a connection; what comes first is the answer. */
    @Nullable Answer open() throws IOException {
        if (!isJson()) return Answer.NOT_JSON;
        Answer refusal = refusal(hub, request);
        if (refusal != null) return refusal;
        Handshake handshake = Facts.handshake(request, hub.options());
        Acceptor.Refusal refused = hub.acceptor().refuse(handshake);
        if (refused != null) return Answer.of(refused);
        HttpConnection connection =
                new HttpConnection(hub, handshake, hub.options().owner().apply(request));
        AsyncContext context = async();
        BodyReader.read(hub, context, new BodyReader.Reader() {
            @Override
            public void text(String body) {
                if (!connection.open()) {
                    Answer.STOPPED.send(context);
                    return;
                }
                response.setHeader(Names.CONNECTION, connection.key());
                connection.receive(body, 0);
                Duration wait = body.isEmpty() ? Duration.ZERO : hub.options().maxWait();
                new PollReply(hub, connection, context).start(wait, 0);
            }

            @Override
            public void tooLarge() {
                refuseBody(context, Answer.tooLarge(hub.limits().sizes().frameBytes()));
            }

            @Override
            public void notUtf8() {
                Answer.badRequest(CloseReason.BAD_UTF8.text()).send(context);
            }
        });
        return null;
    }

    /** Whatever the container is asked to do, it does not let everybody in. */
    static @Nullable Answer refusal(Hub hub, HttpServletRequest request) {
        if (hub.isStopping()) return Answer.STOPPED;
        int most = hub.limits().connections().handshakeBytes();
        if (Facts.headerBytes(request) > most) return new Answer(431, "more than " + most + " bytes of headers");
        return null;
    }

    /** Takes lines from the client. */
    @Nullable Answer send() throws IOException {
        HttpConnection connection = connection();
        if (connection == null) return Answer.GONE;
        if (!isJson()) return Answer.NOT_JSON;
        long seq = number(request.getHeader(Names.SEQ));
        long ack = number(request.getHeader(Names.ACK));
        if (seq == MALFORMED || seq == 0) return Answer.badRequest(Names.SEQ + " must be a number from 1 on");
        if (ack == MALFORMED) return Answer.badRequest(Names.ACK + " must be a number");
        AsyncContext context = async();
        BodyReader.read(hub, context, new BodyReader.Reader() {
            @Override
            public void text(String body) {
                if (!connection.confirm(ack)) {
                    Answer.badRequest(Names.ACK + " is ahead of what was sent").send(context);
                    return;
                }
                switch (connection.receive(body, Math.max(0, seq))) {
                    case YES -> Answer.ACCEPTED.send(context);
                    case GONE -> Answer.GONE.send(context);
                    case OUT_OF_ORDER -> Answer.OUT_OF_ORDER.send(context);
                }
            }

            @Override
            public void tooLarge() {
                connection.close(CloseReason.TOO_BIG);
                refuseBody(context, Answer.tooLarge(hub.limits().sizes().frameBytes()));
            }

            @Override
            public void notUtf8() {
                connection.close(CloseReason.BAD_UTF8);
                Answer.badRequest(CloseReason.BAD_UTF8.text()).send(context);
            }
        });
        return null;
    }

    /** Streams what is written. */
    @Nullable Answer events() {
        HttpConnection connection = connection();
        if (connection == null) return Answer.GONE;
        String last = request.getHeader(Names.LAST_EVENT_ID);
        // A browser's EventSource says it by itself after a loss, and can not say it at first.
        long confirmed = number(last != null ? last : Facts.query(request).get("ack"));
        if (confirmed == MALFORMED) return Answer.badRequest(Names.LAST_EVENT_ID + " must be a number");
        new EventStream(hub, connection, async()).start(confirmed);
        return null;
    }

    /** Answers with what waits, or with what comes in time. */
    @Nullable Answer poll() {
        HttpConnection connection = connection();
        if (connection == null) return Answer.GONE;
        Map<String, String> query = Facts.query(request);
        long ack = number(query.get("ack"));
        long wait = number(query.get("wait"));
        if (ack == MALFORMED || wait == MALFORMED) return Answer.badRequest("ack and wait must be numbers");
        long most = hub.options().maxWait().toMillis();
        Duration patience = Duration.ofMillis(Math.min(most, Math.max(0, wait)));
        new PollReply(hub, connection, async()).start(patience, ack);
        return null;
    }

    /** Ends the connection. */
    Answer close() {
        HttpConnection connection = connection();
        if (connection == null) return Answer.GONE;
        connection.cut(CloseReason.NORMAL);
        return Answer.NO_CONTENT;
    }

    /** The connection that is named, if it belongs to whose the request is. */
    private @Nullable HttpConnection connection() {
        String key = request.getHeader(Names.CONNECTION);
        if (key == null) key = Facts.query(request).get("c");
        HttpConnection connection = key == null ? null : hub.byKey(key);
        if (connection == null || !connection.isOf(hub.options().owner().apply(request))) return null;
        return connection;
    }

    /**
     * Only these types: a page of anybody's can make a browser send a form or plain text without asking first, but not
     * JSON.
     */
    private boolean isJson() {
        String type = request.getContentType();
        if (type == null) return false;
        int parameters = type.indexOf(';');
        String bare =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
        return bare.equals("application/json") || bare.equals("application/x-ndjson");
    }

    private AsyncContext async() {
        AsyncContext context = request.startAsync(request, response);
        // Times are kept here: a container's are of its own precision, and would end the request for us.
        context.setTimeout(0);
        return context;
    }

    /** What is left of the body is not wanted, so the container need not read it to go on with the socket. */
    private void refuseBody(AsyncContext context, Answer answer) {
        response.setHeader("Connection", "close");
        answer.send(context);
    }

    private static final long ABSENT = -1;
    private static final long MALFORMED = -2;

    private static long number(@Nullable String text) {
        if (text == null) return ABSENT;
        return NUMBER.matcher(text).matches() ? Long.parseLong(text) : MALFORMED;
    }
}
