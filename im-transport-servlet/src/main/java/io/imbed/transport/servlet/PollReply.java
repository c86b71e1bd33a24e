package io.imbed.transport.servlet;

import io.imbed.transport.servlet.HttpConnection.Taken;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a poll, or to the request that opens: what waits, or what comes first, or nothing when the time is up.
 *
 * <p>Threads: any.
 */
final class PollReply implements Down {
    /** As much as a connection may have waiting, as it is by default. */
    private static final int MOST_BYTES = 256 * 1024;

    private final Hub hub;
    private final HttpConnection connection;
    private final AsyncContext context;
    private final Pump pump;
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private volatile @Nullable Future<?> timeout;
    private boolean answered; // the pump's

    /** Why it is answered though nothing has come. */
    private enum End {
        TIME_UP,
        REPLACED,
        CONNECTION_ENDED
    }

    PollReply(Hub hub, HttpConnection connection, AsyncContext context) {
        this.hub = hub;
        this.connection = connection;
        this.context = context;
        this.pump = new Pump(hub.io(), this::answer);
    }

    /** Waits, and answers; called once. */
    void start(Duration wait, long confirmed) {
        if (wait.isZero()) end.set(End.TIME_UP);
        switch (connection.attach(this, confirmed)) {
            case GONE -> Answer.GONE.send(context);
            case AHEAD -> Answer.badRequest("ack is ahead of what was sent").send(context);
            case YES -> {
                if (!wait.isZero()) timeout = hub.after(wait, () -> end(End.TIME_UP));
            }
        }
    }

    private void end(End why) {
        end.compareAndSet(null, why);
        pump.wake();
    }

    @Override
    public void wake() {
        pump.wake();
    }

    @Override
    public boolean ping() {
        return false;
    }

    @Override
    public void replaced() {
        end(End.REPLACED);
    }

    @Override
    public void ended() {
        end(End.CONNECTION_ENDED);
    }

    @Override
    public boolean isStream() {
        return false;
    }

    private void answer() {
        if (answered) return;
        Taken taken = connection.take(this, MOST_BYTES);
        End why = end.get();
        if (taken == null && why == null) return;
        answered = true;
        connection.detach(this);
        Future<?> timer = timeout;
        if (timer != null) timer.cancel(false);
        if (taken == null && why == End.REPLACED) write(Answer.TAKEN_OVER);
        else if (taken == null && why == End.CONNECTION_ENDED) write(Answer.GONE);
        else lines(taken);
    }

    private void write(Answer answer) {
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        response.setStatus(answer.status());
        response.setContentType(Answer.TYPE);
        write(answer.body());
    }

    private void lines(@Nullable Taken taken) {
        byte[] body = taken == null ? new byte[0] : joined(taken);
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        response.setContentType("application/x-ndjson;charset=UTF-8");
        response.setHeader(Names.BATCH, Long.toString(taken == null ? connection.taken() : taken.upTo()));
        write(body);
    }

    private void write(byte[] body) {
        context.getResponse().setContentLength(body.length);
        try {
            new AsyncOutput(hub, context, new Once(body)).start();
        } catch (IOException | RuntimeException e) {
            Answer.complete(context);
        }
    }

    private static byte[] joined(Taken taken) {
        int size = 0;
        for (SharedText text : taken.texts()) size += text.size() + 1;
        ByteBuffer body = ByteBuffer.allocate(size);
        for (SharedText text : taken.texts()) {
            text.batch().copyTo(body);
            body.put((byte) '\n');
        }
        return body.array();
    }

    /** One piece. If it is lost, the next poll has it again. */
    private static final class Once implements AsyncOutput.Source {
        private byte @Nullable [] body;

        Once(byte[] body) {
            this.body = body;
        }

        @Override
        public byte @Nullable [] next() {
            byte[] next = body;
            body = null;
            return next;
        }

        @Override
        public boolean isOver() {
            return true;
        }

        @Override
        public void written() {}

        @Override
        public void finished() {}

        @Override
        public void lost() {}
    }
}
