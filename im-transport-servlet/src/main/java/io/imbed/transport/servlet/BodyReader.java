package io.imbed.transport.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request as it arrives, up to a size and a time, and holds no thread meanwhile.
 *
 * <p>Threads: the container's, one at a time, and the timer's.
 */
final class BodyReader implements ReadListener {
    private final Hub hub;
    private final AsyncContext context;
    private final int limit;
    private final Reader reader;
    private final ServletInputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // the container's threads
    private final byte[] buffer = new byte[4096]; // the container's threads
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Future<?> timeout;

    /** Gets one of these, once, and answers the request then. */
    interface Reader {
        void text(String body);

        void tooLarge();

        void notUtf8();
    }

    private BodyReader(Hub hub, AsyncContext context, Reader reader) throws IOException {
        this.hub = hub;
        this.context = context;
        this.limit = hub.limits().sizes().frameBytes();
        this.reader = reader;
        this.in = context.getRequest().getInputStream();
    }

    /** Reads it all, and tells the reader; what takes too long is answered here. */
    static void read(Hub hub, AsyncContext context, Reader reader) throws IOException {
        if (context.getRequest().getContentLengthLong() > hub.limits().sizes().frameBytes()) {
            reader.tooLarge();
            return;
        }
        if (!hub.bodies().tryAcquire()) {
            Answer.BUSY.send(context);
            return;
        }
        new BodyReader(hub, context, reader).start();
    }

    private void start() {
        timeout = hub.after(hub.options().bodyTimeout(), () -> end(this::tooSlow));
        try {
            in.setReadListener(this);
        } catch (RuntimeException e) {
            end(() -> {});
            throw e;
        }
    }

    private void tooSlow() {
        hub.blocking().execute(() -> Answer.TOO_SLOW.send(context));
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!ended.get() && in.isReady() && !in.isFinished()) {
            int count = in.read(buffer);
            if (count < 0) return;
            if (bytes.size() + count > limit) {
                end(reader::tooLarge);
                return;
            }
            bytes.write(buffer, 0, count);
        }
    }

    @Override
    public void onAllDataRead() {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            end(reader::notUtf8);
            return;
        }
        end(() -> reader.text(text));
    }

    @Override
    public void onError(Throwable gone) {
        end(() -> Answer.complete(context));
    }

    private void end(Runnable how) {
        if (!ended.compareAndSet(false, true)) return;
        hub.bodies().release();
        Future<?> timer = timeout;
        if (timer != null) timer.cancel(false);
        how.run();
    }
}
