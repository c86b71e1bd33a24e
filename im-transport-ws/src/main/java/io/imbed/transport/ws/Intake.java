package io.imbed.transport.ws;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Acceptor.Refusal;
import io.imbed.spi.Inbound;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading half of a connection, in the shape in which the library knows it.
 *
 * <p>The library's selector reads into its buffers and its workers call {@link #decode}, always the same one for one
 * connection. Its own handshake, frames and closing are not used, see {@link WsServer}.
 *
 * <p>Threads: {@link #decode} one worker; reading and {@link #eot} the selector; {@link #ended} the writer. They meet in
 * {@link #gate} alone.
 */
final class Intake extends WebSocketImpl implements FrameReader.Sink, TlsReader.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    /** Kept here so that the class is loaded before file descriptors, and with them new classes, may be out of reach. */
    private static final CloseReason LOST = CloseReason.ABNORMAL;

    private static final int ENDED = 1;
    private static final int AT_EOF = 2;
    private static final int ONE_READ = 4;

    private final WsConnection connection;
    private final Opening opening;
    private final Acceptor acceptor;
    private final int maxHeadBytes;
    private final Runnable onGone;
    private final FrameReader frames;
    private final @Nullable TlsReader tls;

    /**
     * How many reads have not been decoded, and two flags. The end is told when it has been reached and nothing that was
     * read before is left, so that it neither overlaps nor overtakes what the peer said last.
     */
    private final AtomicInteger gate = new AtomicInteger();

    /** The request so far; null once it has been answered. */
    private @Nullable ByteArrayOutputStream head = new ByteArrayOutputStream(512);

    private int headEndSeen;
    private boolean deaf;
    private int toldPart;

    /** @param onGone run once when it has told its end */
    Intake(
            WebSocketListener server,
            WsConnection connection,
            Opening opening,
            Acceptor acceptor,
            @Nullable TlsReader tls,
            Runnable onGone) {
        super(server, WsServer.DRAFTS);
        this.connection = connection;
        this.opening = opening;
        this.acceptor = acceptor;
        this.tls = tls;
        this.onGone = onGone;
        this.maxHeadBytes = acceptor.limits().connections().handshakeBytes();
        this.frames = new FrameReader(acceptor.limits().sizes().frameBytes(), this);
        setChannel(new Reading());
    }

    /** Begins: has this selector read. */
    void readBy(Selector selector) throws IOException {
        // Not reading yet: the library must know the key before it may use it.
        SelectionKey key = connection.channel().register(selector, 0, this);
        setSelectionKey(key);
        key.interestOps(SelectionKey.OP_READ);
        selector.wakeup();
    }

    @Override
    public void decode(ByteBuffer bytes) {
        WsServer.Worker worker = (WsServer.Worker) Thread.currentThread();
        worker.begins();
        decodeHere(bytes);
        worker.ends();
    }

    private void decodeHere(ByteBuffer bytes) {
        try {
            if (deaf || (gate.get() & ENDED) != 0) return;
            if (tls == null) take(bytes);
            else tls.read(bytes, this);
        } catch (SSLException e) {
            deaf = true;
            connection.logged(LOG.atDebug()).log("{} breaks TLS: {}", connection, e.getMessage());
            connection.cut(LOST);
        } catch (BrokenFrameException e) {
            deaf = true;
            connection.breakOff(e.reason());
        } catch (Throwable e) {
            // Whatever a client provokes, a StackOverflowError included: it would end the worker and then the server.
            deaf = true;
            connection.logged(LOG.atError().setCause(e)).log("Reading from {} failed", connection);
            if (connection.isOpen()) connection.breakOff(CloseReason.INTERNAL);
            else answer(Opening.refuse(new Refusal(500, "internal error")));
        } finally {
            leaveQuietly(gate.addAndGet(-ONE_READ));
        }
    }

    @Override
    public void take(ByteBuffer bytes) throws BrokenFrameException {
        if (head != null) readHead(head, bytes);
        if (deaf || head != null) return;
        frames.read(bytes);
        tellPart();
    }

    /** The engine counts what is held of a message that goes on. */
    private void tellPart() {
        int held = frames.heldBytes();
        Inbound inbound = connection.inbound();
        if (held == toldPart || inbound == null) return;
        toldPart = held;
        inbound.onPart(held);
    }

    /** Nothing that the peer says counts any more, whatever it goes on to say. Threads: any. */
    void drop() {
        frames.drop();
    }

    private void readHead(ByteArrayOutputStream request, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            request.write(next);
            headEndSeen = next == HEAD_END[headEndSeen] ? headEndSeen + 1 : next == HEAD_END[0] ? 1 : 0;
            if (headEndSeen == HEAD_END.length) {
                head = null;
                int length = request.size() - HEAD_END.length;
                answer(opening.decide(
                        RequestHead.parse(request.toByteArray(), length), connection.peer(), tls != null));
                return;
            }
            if (request.size() >= maxHeadBytes) {
                head = null;
                answer(Opening.refuse(new Refusal(431, "more than " + maxHeadBytes + " bytes of headers")));
                return;
            }
        }
    }

    private void answer(Opening.Decision decision) {
        if (tls != null) tls.applicationWrites();
        if (decision.handshake() == null) {
            deaf = true;
            connection.refuse(decision.response());
        } else {
            connection.open(decision.handshake(), decision.response(), acceptor::accept);
        }
    }

    @Override
    public void onMessage(String text) {
        Inbound inbound = connection.inbound();
        if (inbound != null && !connection.isShut()) inbound.onText(text);
    }

    @Override
    public void onAlive() {
        Inbound inbound = connection.inbound();
        if (inbound != null) inbound.onAlive();
    }

    @Override
    public void onPing(byte[] payload) {
        onAlive();
        connection.pong(payload);
    }

    @Override
    public void onClose(CloseReason reason) {
        deaf = true;
        connection.peerCloses(reason);
    }

    /** The client ends the encryption, which is the end of the stream to us. */
    @Override
    public void end() {
        deaf = true;
        connection.cut(LOST);
    }

    /** The library read the end of the stream, or failed to read. */
    @Override
    public void eot() {
        try {
            int now = gate.updateAndGet(old -> old | AT_EOF);
            if (now < ONE_READ) leave(now);
            // Else the selector would report the end of this stream again and again until the writer has closed it.
            SelectionKey key = getSelectionKey();
            if (key != null && key.isValid()) key.interestOps(0);
        } catch (CancelledKeyException closed) {
            // By the writer, just now.
        } catch (Throwable e) {
            // An Error here would end the selector, and with it the server: without a file descriptor left, even a
            // class may fail to load. The selector will report the end of this stream again.
            connection.logged(LOG.atError().setCause(e)).log("{} could not be ended", connection);
        }
    }

    /** Every way in which the library would end a connection by itself comes by here. */
    @Override
    public void closeConnection(int code, @Nullable String message, boolean remote) {
        eot();
    }

    @Override
    public void close(int code, @Nullable String message, boolean remote) {
        connection.cut(LOST);
    }

    /** The socket is closed. */
    void ended() {
        SelectionKey key = getSelectionKey();
        // The socket is closed for real only when the selector has let go of it.
        if (key != null) key.selector().wakeup();
        leave(gate.updateAndGet(old -> old | ENDED));
    }

    private void leaveQuietly(int now) {
        try {
            leave(now);
        } catch (Throwable e) {
            // The worker has others to decode for.
            connection.logged(LOG.atError().setCause(e)).log("{} could not be ended", connection);
        }
    }

    private void leave(int now) {
        if (now >= ONE_READ) return;
        if ((now & ENDED) != 0) {
            if (connection.tellClosed()) onGone.run();
        } else if ((now & AT_EOF) != 0) {
            connection.peerEnds();
        }
    }

    /** What the library's selector reads from. */
    private final class Reading implements ByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            int count = connection.channel().read(target);
            if (count > 0) gate.addAndGet(ONE_READ);
            return count;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return connection.channel().isOpen();
        }

        @Override
        public void close() {
            connection.cut(LOST);
        }
    }
}
