package io.imbed.transport.servlet;

import io.imbed.transport.servlet.HttpConnection.Taken;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events: each batch is a block, its number the {@code id}, each of its lines a {@code data} line.
 *
 * <p>Threads: any.
 */
final class EventStream implements Down, AsyncOutput.Source {
    /** A comment at once: what stands between may hold back a response until something of it has come. */
    private static final byte[] BEGINNING = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] COMMENT = BEGINNING;
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final int PIECE_BYTES = 32 * 1024;

    private final Hub hub;
    private final HttpConnection connection;
    private final AsyncContext context;
    private volatile @Nullable AsyncOutput output;
    private volatile boolean over;
    private volatile boolean asked; // for a sign of life
    private boolean begun; // this and the following: the output's pump's
    private boolean commented;
    private boolean last;

    EventStream(Hub hub, HttpConnection connection, AsyncContext context) {
        this.hub = hub;
        this.connection = connection;
        this.context = context;
    }

    /** Begins; called once. */
    void start(long confirmed) {
        switch (connection.attach(this, confirmed)) {
            case GONE -> Answer.GONE.send(context);
            case AHEAD ->
                Answer.badRequest("Last-Event-ID is ahead of what was sent").send(context);
            case YES -> stream();
        }
    }

    private void stream() {
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        response.setContentType("text/event-stream;charset=UTF-8");
        try {
            AsyncOutput started = new AsyncOutput(hub, context, this);
            output = started;
            started.start();
        } catch (IOException | RuntimeException e) {
            lost();
            Answer.complete(context);
        }
    }

    @Override
    public void wake() {
        AsyncOutput started = output;
        // Until then it is about to ask for the first piece anyway.
        if (started != null) started.wake();
    }

    @Override
    public boolean ping() {
        asked = true;
        wake();
        return true;
    }

    @Override
    public void replaced() {
        over = true;
        wake();
    }

    @Override
    public void ended() {
        replaced();
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public byte @Nullable [] next() {
        if (!begun) {
            begun = true;
            return BEGINNING;
        }
        Taken taken = connection.take(this, PIECE_BYTES);
        if (taken != null) {
            last = taken.last();
            return blocks(taken);
        }
        if (!asked || commented) return null;
        commented = true;
        return COMMENT;
    }

    @Override
    public boolean isOver() {
        return over || last;
    }

    /** Whatever gets through shows that somebody reads. */
    @Override
    public void written() {
        if (!asked) return;
        asked = false;
        commented = false;
        connection.alive();
    }

    @Override
    public void finished() {
        if (last) connection.delivered(this);
        else connection.detach(this);
    }

    @Override
    public void lost() {
        connection.detach(this);
    }

    private static byte[] blocks(Taken taken) {
        long number = taken.upTo() - taken.texts().size();
        List<ByteBuffer> batches = new ArrayList<>(taken.texts().size());
        int size = 0;
        for (SharedText text : taken.texts()) {
            ByteBuffer lines = text.batch().lines();
            batches.add(lines);
            size += id(++number).length + text.size() + count(lines) * DATA.length + 2; // the newlines that end a block
        }
        ByteBuffer blocks = ByteBuffer.allocate(size);
        number = taken.upTo() - taken.texts().size();
        for (ByteBuffer lines : batches) {
            blocks.put(id(++number)).put(DATA);
            while (lines.hasRemaining()) {
                byte next = lines.get();
                blocks.put(next);
                if (next == '\n') blocks.put(DATA);
            }
            blocks.put((byte) '\n').put((byte) '\n');
        }
        return blocks.array();
    }

    private static byte[] id(long number) {
        return ("id: " + number + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static int count(ByteBuffer lines) {
        int count = 1;
        for (int i = 0; i < lines.limit(); i++) {
            if (lines.get(i) == '\n') count++;
        }
        return count;
    }
}
