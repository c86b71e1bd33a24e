package io.imbed.transport.servlet;

import io.imbed.spi.Acceptor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A status and one sentence for people: what a request is answered that carries no lines. PROTOCOL.md, "HTTP wires". */
record Answer(int status, String text) {
    static final Answer ACCEPTED = new Answer(202, "");
    static final Answer NO_CONTENT = new Answer(204, "");
    static final Answer FOREIGN_ORIGIN = new Answer(403, "pages of this origin may not connect");
    static final Answer NOT_FOUND = new Answer(404, "nothing is here");
    static final Answer TOO_SLOW = new Answer(408, "the body took too long to arrive");
    static final Answer TAKEN_OVER = new Answer(409, "another request of this connection has taken over");
    static final Answer OUT_OF_ORDER = new Answer(409, "Im-Seq is neither the last one nor the next");
    /** Also for connections of others: whether they exist is nobody's business. */
    static final Answer GONE = new Answer(410, "no such connection, or not any more; open another one");

    static final Answer NOT_JSON = new Answer(415, "the body must be application/json or application/x-ndjson");
    static final Answer BUSY = new Answer(503, "too many requests are being read");
    static final Answer STOPPED = new Answer(503, "the chat is not running");

    static final String TYPE = "text/plain;charset=UTF-8";

    private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

    static Answer of(Acceptor.Refusal refusal) {
        return new Answer(refusal.status(), refusal.text());
    }

    static Answer badRequest(String text) {
        return new Answer(400, text);
    }

    static Answer tooLarge(int limit) {
        return new Answer(413, "the body is larger than " + limit + " bytes");
    }

    byte[] body() {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    void send(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (text.isEmpty()) return;
        byte[] body = body();
        response.setContentType(TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Sends it and ends the request. May wait for a client that does not read, so not for io threads and the timer. */
    void send(AsyncContext context) {
        try {
            send((HttpServletResponse) context.getResponse());
        } catch (IOException | RuntimeException e) {
            LOG.debug("status {} was not delivered", status, e);
        }
        complete(context);
    }

    /** Ends a request that the container may have ended already. */
    static void complete(AsyncContext context) {
        try {
            context.complete();
        } catch (RuntimeException ended) {
            LOG.debug("the request had ended", ended);
        }
    }
}
