package io.imbed.transport.ws;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Decrypts what a client sends, and leads the TLS handshake. The library's own channel is not used for that: it asks the
 * selector to write until the handshake is done, so that one silent client keeps a core busy.
 *
 * <p>Threads: the connection's worker. The key exchange is computed here too; it holds up only those who share the worker.
 */
final class TlsReader {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Decrypted bytes, for whoever reads on this thread. */
    private static final ThreadLocal<ByteBuffer> PLAIN = ThreadLocal.withInitial(() -> ByteBuffer.allocate(0));

    private final TlsLink link;
    private final SSLEngine engine;
    private final WsConnection connection;

    /** The beginning of a record whose rest has not come yet. */
    private ByteBuffer incomplete = NOTHING;

    private boolean applicationWrites;

    /** Takes decrypted bytes. */
    interface Sink {
        void take(ByteBuffer plain) throws BrokenFrameException;

        /** The client has said that it sends nothing more. */
        void end();
    }

    /** @param link has the engine, and takes what the handshake has to send */
    TlsReader(TlsLink link, WsConnection connection) {
        this.link = link;
        this.engine = link.engine();
        this.connection = connection;
    }

    /** From now on the writer encrypts, and only it. */
    void applicationWrites() {
        applicationWrites = true;
    }

    void read(ByteBuffer bytes, Sink sink) throws SSLException, BrokenFrameException {
        ByteBuffer in = joined(bytes);
        boolean spoken = false;
        while (true) {
            ByteBuffer plain = PLAIN.get().clear();
            SSLEngineResult result = engine.unwrap(in, plain);
            switch (result.getStatus()) {
                case BUFFER_OVERFLOW -> {
                    PLAIN.set(ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()));
                    continue;
                }
                case BUFFER_UNDERFLOW -> {
                    keep(in);
                    return;
                }
                case CLOSED -> {
                    sink.end();
                    return;
                }
                case OK -> {
                    if (plain.flip().hasRemaining()) sink.take(plain);
                }
            }
            boolean progress = result.bytesConsumed() > 0 || result.bytesProduced() > 0;
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                runTasks();
                progress = true;
                status = engine.getHandshakeStatus();
            }
            if (status == HandshakeStatus.NEED_WRAP) {
                if (!applicationWrites) {
                    wrapHandshake();
                    progress = true;
                } else if (!spoken) {
                    connection.touchLink(link::speak);
                    spoken = true;
                }
            }
            if (!in.hasRemaining() || !progress) {
                keep(in);
                return;
            }
        }
    }

    private void runTasks() {
        for (Runnable task; (task = engine.getDelegatedTask()) != null; ) task.run();
    }

    private void wrapHandshake() throws SSLException {
        List<ByteBuffer> records = new ArrayList<>();
        do {
            ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(NOTHING.duplicate(), record);
            if (record.flip().hasRemaining()) records.add(record);
            runTasks();
        } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        records.forEach(record -> connection.touchLink(() -> link.encrypted(record)));
    }

    private ByteBuffer joined(ByteBuffer bytes) {
        if (!incomplete.hasRemaining()) return bytes;
        ByteBuffer all = ByteBuffer.allocate(incomplete.remaining() + bytes.remaining());
        return all.put(incomplete).put(bytes).flip();
    }

    private void keep(ByteBuffer in) {
        // A copy: the buffer is the library's.
        incomplete =
                in.hasRemaining() ? ByteBuffer.allocate(in.remaining()).put(in).flip() : NOTHING;
    }
}
