package io.imbed.transport.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a response without ever waiting for its client: when the container can take more, the next piece is asked for,
 * until there is none and the source says that this was all.
 *
 * <p>Containers allow one write at a time, and none before they have said for the first time that they can write; so all
 * of it is done by a {@link Pump}, which the container's calls only wake.
 *
 * <p>Threads: any; the source is asked by one at a time.
 */
final class AsyncOutput implements WriteListener, AsyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncOutput.class);
    /** What the container may have to keep for itself while the client does not read. */
    private static final int SLICE_BYTES = 32 * 1024;
    /** Then others have their turn. */
    private static final int SLICES_IN_A_TURN = 32;

    private static final byte[] NOTHING = {};

    /** Where the bytes come from. */
    interface Source {
        /** The next ones; null if there are none at present. */
        byte @Nullable [] next();

        /** Whether there will never be more; asked when there were none. */
        boolean isOver();

        /** The operating system has taken what was written before. */
        void written();

        /** All has been written, and the response has ended. */
        void finished();

        /** The client is gone, or the container has ended the request. Instead of {@link #finished}. */
        void lost();
    }

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Source source;
    private final Pump pump;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean mayWrite;
    private byte[] piece = NOTHING; // this and the following: the pump's alone
    private int at;
    private boolean unflushed;
    private boolean unsettled;

    /** @param context with status and headers of its response set */
    AsyncOutput(Hub hub, AsyncContext context, Source source) throws IOException {
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        this.source = source;
        this.pump = new Pump(hub.io(), this::write);
    }

    /** Begins; called once. */
    void start() {
        context.addListener(this);
        out.setWriteListener(this);
    }

    /** The source may have more, or be over. */
    void wake() {
        pump.wake();
    }

    @Override
    public void onWritePossible() {
        mayWrite = true;
        pump.wake();
    }

    private void write() {
        if (!mayWrite || ended.get()) return;
        try {
            for (int i = 0; i < SLICES_IN_A_TURN; i++) {
                if (!out.isReady()) return; // the container calls when it is
                if (!step()) return;
            }
            pump.wake();
        } catch (IOException | RuntimeException e) {
            lose(e);
        }
    }

    /** One call of the container's; false if there was nothing to do. */
    private boolean step() throws IOException {
        if (unsettled) {
            unsettled = false;
            source.written();
        }
        if (at == piece.length) {
            byte[] next = source.next();
            piece = next == null ? NOTHING : next;
            at = 0;
        }
        if (at < piece.length) {
            int length = Math.min(SLICE_BYTES, piece.length - at);
            out.write(piece, at, length);
            at += length;
            unflushed = true;
            unsettled = true;
            return true;
        }
        if (unflushed) {
            out.flush();
            unflushed = false;
            unsettled = true;
            return true;
        }
        if (source.isOver() && ended.compareAndSet(false, true)) {
            Answer.complete(context);
            source.finished();
        }
        return false;
    }

    private void lose(@Nullable Throwable why) {
        if (!ended.compareAndSet(false, true)) return;
        LOG.debug("a client is gone", why);
        source.lost();
        Answer.complete(context);
    }

    @Override
    public void onError(Throwable e) {
        lose(e);
    }

    @Override
    public void onError(AsyncEvent event) {
        lose(event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) {
        lose(null);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        lose(null);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
