package io.imbed.transport.ws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;

/**
 * Encrypts what is written. What the handshake has to say comes ready-made from {@link TlsReader}, and stops before the
 * first bytes of the application: so two threads never encrypt at once.
 *
 * <p>Threads: its writer.
 */
final class TlsLink implements Link {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** A record, for whoever writes on this thread: ten thousand idle connections need not each keep one. */
    private static final ThreadLocal<ByteBuffer> RECORD = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

    private final SocketChannel channel;
    private final SSLEngine engine;
    /** Encrypted, but not taken by the socket yet. */
    private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>(2);

    TlsLink(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
    }

    SSLEngine engine() {
        return engine;
    }

    /** Queues bytes that are encrypted, or need not be. */
    void encrypted(ByteBuffer bytes) {
        kept.add(bytes);
    }

    /** Encrypts what TLS itself has to say, such as that keys change. */
    void speak() throws SSLException {
        encrypt(NOTHING.duplicate());
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int before = source.remaining();
        while (source.hasRemaining() && drain()) encrypt(source);
        drain();
        return before - source.remaining();
    }

    @Override
    public boolean drain() throws IOException {
        while (!kept.isEmpty()) {
            ByteBuffer first = kept.element();
            channel.write(first);
            if (first.hasRemaining()) return false;
            kept.remove();
        }
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        engine.closeOutbound();
        speak();
        if (drain()) channel.shutdownOutput();
    }

    /** One record. */
    private void encrypt(ByteBuffer source) throws SSLException {
        ByteBuffer record = RECORD.get().clear();
        SSLEngineResult result = engine.wrap(source, record);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            record = ByteBuffer.allocateDirect(engine.getSession().getPacketBufferSize());
            RECORD.set(record);
            result = engine.wrap(source, record);
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && source.hasRemaining()) {
            throw new SSLException("encryption has ended");
        }
        record.flip();
        if (record.hasRemaining())
            kept.add(ByteBuffer.allocate(record.remaining()).put(record).flip());
    }
}
