package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Inbound;
import io.imbed.testkit.BatchLedger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One connection of {@link WriterStressTest}: what was written to it by whom, and what must have come of it. */
final class StressMember implements Inbound {
    static final byte[] RESPONSE = "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final WsConnection connection;
    private final RandomLink link;
    private final List<List<String>> expected = new ArrayList<>(); // each list its thread's
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile boolean endedEarly;
    private volatile boolean cut;
    private volatile String wrong = "";
    private boolean closed; // guarded by this

    StressMember(WsConnection connection, RandomLink link, int threads) {
        this.connection = connection;
        this.link = link;
        for (int i = 0; i < threads; i++) expected.add(new ArrayList<>());
    }

    WsConnection connection() {
        return connection;
    }

    static String line(int thread, int number, int size) {
        return thread + " " + number + " " + "s".repeat(size);
    }

    /** A number that none of them has had from this thread. */
    static int next(List<StressMember> room, int thread) {
        return room.stream()
                .mapToInt(each -> each.expected.get(thread).size())
                .max()
                .orElse(0);
    }

    void expect(int thread, String line) {
        expected.get(thread).add(line);
    }

    void write(int thread, BatchLedger ledger, int size) {
        String line = line(thread, next(List.of(this), thread), size);
        expect(thread, line);
        connection.write(ledger.batch(line, 1));
    }

    /** Ends it before all is said, but with all that was. */
    void end(Consumer<WsConnection> how) {
        endedEarly = true;
        how.accept(connection);
    }

    void cut() {
        cut = true;
        connection.cut(CloseReason.ABNORMAL);
    }

    /** As an engine waits: looks, and if there is no room, waits to be told. */
    synchronized void awaitWritable() {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!connection.isWritable() && !closed) {
                if (end - System.nanoTime() <= 0) {
                    wrong = "never told that there is room";
                    return;
                }
                wait(10_000);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onText(String unit) {
        wrong = "heard " + unit;
    }

    @Override
    public void onAlive() {
        wrong = "heard a sign of life";
    }

    @Override
    public synchronized void onWritable() {
        if (closed) wrong = "told to be writable after the end";
        notifyAll();
    }

    @Override
    public synchronized void onClosed(CloseReason reason) {
        if (closed) wrong = "closed twice";
        closed = true;
        notifyAll();
    }

    void gone() {
        gone.countDown();
    }

    void awaitGone() throws InterruptedException {
        assertThat(gone.await(20, TimeUnit.SECONDS)).as("%s ends", connection).isTrue();
    }

    /** Once it has ended: the stream is the response, then whole frames; at most the last one is cut short. */
    void check() {
        assertThat(wrong).as("%s", connection).isEmpty();
        assertThat(connection.isWritable()).isTrue();
        assertThat(connection.pendingBytes()).isZero();
        ByteBuffer in = ByteBuffer.wrap(link.bytes());
        byte[] response = new byte[Math.min(RESPONSE.length, in.remaining())];
        in.get(response);
        assertThat(response).isEqualTo(Arrays.copyOf(RESPONSE, response.length));
        int[] next = new int[expected.size()];
        boolean closeFrame = false;
        while (in.hasRemaining()) {
            byte[] payload = new byte[0];
            in.mark();
            int opcode = in.get() & 0xff;
            boolean whole = in.hasRemaining();
            if (whole) {
                long length = length(in);
                whole = length >= 0 && length <= in.remaining();
                if (whole) in.get(payload = new byte[(int) length]);
            }
            if (!whole) {
                assertThat(cut || link.broken())
                        .as("%s ends within a frame", connection)
                        .isTrue();
                return;
            }
            assertThat(closeFrame).as("nothing follows a close").isFalse();
            switch (opcode) {
                case 0x81 -> {
                    String line = new String(payload, StandardCharsets.UTF_8);
                    int thread = line.charAt(0) - '0';
                    assertThat(line).isEqualTo(expected.get(thread).get(next[thread]++));
                }
                case 0x88 -> closeFrame = true;
                case 0x89, 0x8a -> assertThat(payload.length).isLessThan(126);
                default -> throw new AssertionError("opcode " + opcode);
            }
        }
        if (cut || link.broken()) return;
        assertThat(closeFrame).as("%s was closed", connection).isTrue();
        if (endedEarly) return;
        for (int t = 0; t < next.length; t++)
            assertThat(next[t]).isEqualTo(expected.get(t).size());
    }

    /** Negative if it is cut short. */
    private static long length(ByteBuffer in) {
        int length = in.get() & 0xff;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (in.remaining() < more) return -1;
        return more == 0 ? length : more == 2 ? in.getShort() & 0xffff : in.getLong();
    }
}
