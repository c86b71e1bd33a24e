package io.imbed.benchmarks.micro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * One socket that somebody reads as fast as it goes, and without ever falling asleep: to wake a reader costs the writer
 * about as much as to write, and more often if there is a little more time between two writes.
 *
 * <p>Threads: one writes; the reader is its own.
 */
final class LoopbackSink implements SinkTransport.Sink, AutoCloseable {
    static final String READER = "im-benchmark-reader";
    private static final int READ = 256 * 1024;

    private final SocketChannel near;
    private final Thread reader;
    private long written;

    LoopbackSink() {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            near = SocketChannel.open(server.getLocalAddress());
            SocketChannel far = server.accept();
            far.configureBlocking(false);
            reader = new Thread(() -> drain(far), READER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.setDaemon(true);
        reader.start();
    }

    private static void drain(SocketChannel far) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(READ);
        try (far) {
            for (int read = 0; read >= 0; read = far.read(bytes.clear())) {
                if (read == 0) Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void take(ByteBuffer bytes) {
        written += bytes.remaining();
        try {
            while (bytes.hasRemaining()) near.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long written() {
        return written;
    }

    @Override
    public void close() {
        try {
            near.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
