package io.imbed.testkit;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection in memory: what a test sends and receives, and the knobs for what can go wrong on the
 * way. Made by {@link PairedTransport#connect()}.
 *
 * <p>Threads: any; the listener is called one call at a time.
 */
public final class PairedConnection {
    /** Gets what arrives, instead of it being kept for {@link #takeLines}. A client under test is behind it. */
    public interface Listener {
        /** One carrier unit, one or more lines. */
        void onText(String unit);

        /** The wire's own ping. */
        default void onPing() {}

        /** It has ended. Called once, and last. */
        void onClosed(CloseReason reason);
    }

    private final ServerEnd server;
    private final Executor queue;
    private final Pipe toClient;
    private final Pipe toServer;
    private final List<String> lines = new ArrayList<>(); // guarded by this
    private @Nullable Listener listener; // guarded by this
    private @Nullable CloseReason closed; // guarded by this
    private int pings; // guarded by this
    private boolean answersPings = true; // guarded by this

    PairedConnection(
            PairedTransport transport,
            String id,
            Handshake handshake,
            Scheduler scheduler,
            Executor executor,
            int highWater) {
        this.queue = new SerialQueue(executor);
        this.server = new ServerEnd(transport, this, id, handshake, scheduler, queue, highWater);
        this.toServer = new Pipe(scheduler, queue, server);
        this.toClient = new Pipe(scheduler, queue, new Arrivals());
    }

    /** Hands everything to {@code newListener} from now on, beginning with what has arrived already. */
    public void listen(Listener newListener) {
        List<String> before;
        CloseReason ended;
        synchronized (this) {
            listener = newListener;
            before = List.copyOf(lines);
            lines.clear();
            ended = closed;
        }
        before.forEach(newListener::onText);
        if (ended != null) newListener.onClosed(ended);
    }

    /** Sends one carrier unit: one or more lines. Dropped once this end is closed. */
    public void send(String unit) {
        if (isOpen()) toServer.put(new Pipe.Unit(unit));
    }

    /** Ends it in an orderly way, after what was sent before. This end waits for no answer. */
    public void close(CloseReason reason) {
        if (!isOpen()) return;
        toServer.put(new Pipe.Close(reason));
        queue.execute(() -> end(reason));
    }

    /** The lines that arrived since the last call, in order. */
    public synchronized List<String> takeLines() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    /** Whether this end believes the connection to be open. */
    public synchronized boolean isOpen() {
        return closed == null;
    }

    /** Why it ended, as this end was told; empty while it is open. */
    public synchronized Optional<CloseReason> closed() {
        return Optional.ofNullable(closed);
    }

    /** How many pings of the wire's own arrived. */
    public synchronized int pings() {
        return pings;
    }

    /** Whether this end answers pings; it does until told otherwise. */
    public synchronized void answerPings(boolean answers) {
        answersPings = answers;
    }

    /** A sign of life without content, such as a pong that nobody asked for. */
    public void showAlive() {
        if (isOpen()) toServer.put(new Pipe.Pong());
    }

    /** So many bytes have arrived of a message that is not complete, as on wires that carry messages in parts. */
    public void begin(int bytes) {
        server.part(bytes);
    }

    /** Stops reading: what the engine writes from now on waits on its side and is counted there. */
    public void stall() {
        toClient.pause();
        server.stall(true);
    }

    /** Reads on. */
    public void resume() {
        server.stall(false);
        toClient.resume();
    }

    /** Makes everything sent from now on travel this long, either way. Order is kept. */
    public void delay(Duration delay) {
        toClient.delay(delay);
        toServer.delay(delay);
    }

    /** Breaks the wire now. What is on its way is lost in both directions, and both ends are told. */
    public void cut() {
        toClient.cut();
        toServer.cut();
        queue.execute(() -> {
            CloseReason asked = server.closing();
            server.finish(asked == null ? CloseReason.ABNORMAL : asked);
        });
        queue.execute(() -> end(CloseReason.ABNORMAL));
    }

    /** Breaks the wire now and tells the client's end alone: the engine goes on talking to nobody. */
    public void cutUnnoticedByServer() {
        cutUnnoticed();
        queue.execute(() -> end(CloseReason.ABNORMAL));
    }

    /** Breaks the wire now and tells nobody. */
    public void cutUnnoticed() {
        toClient.cut();
        toServer.cut();
        server.deafen();
    }

    /** Breaks the wire, as {@link #cut}, after this many more lines have arrived at the client. */
    public void cutAfterReceiving(long moreLines) {
        toClient.breakAfter(moreLines);
    }

    /** Breaks the wire, as {@link #cut}, after this many more lines have arrived at the server. */
    public void cutAfterSending(long moreLines) {
        toServer.breakAfter(moreLines);
    }

    /** Lines on their way to the client: taken by the wire, and not arrived. */
    public int linesToClient() {
        return toClient.linesTravelling();
    }

    /** Lines on their way to the server. */
    public int linesToServer() {
        return toServer.linesTravelling();
    }

    /** The engine's end, as the engine sees it. */
    public Connection connection() {
        return server;
    }

    ServerEnd server() {
        return server;
    }

    Pipe toClient() {
        return toClient;
    }

    private void end(CloseReason reason) {
        Listener told;
        synchronized (this) {
            if (closed != null) return;
            closed = reason;
            told = listener;
        }
        if (told != null) told.onClosed(reason);
    }

    private void received(String unit) {
        Listener told;
        synchronized (this) {
            if (closed != null) return;
            told = listener;
            if (told == null) lines.addAll(Lines.of(unit));
        }
        if (told != null) told.onText(unit);
    }

    private void pinged() {
        Listener told;
        boolean answers;
        synchronized (this) {
            if (closed != null) return;
            pings++;
            told = listener;
            answers = answersPings;
        }
        if (told != null) told.onPing();
        if (answers) toServer.put(new Pipe.Pong());
    }

    /** The receiving end of {@link #toClient}. */
    private final class Arrivals implements Pipe.End {
        @Override
        public void arrived(Pipe.Parcel parcel) {
            if (parcel instanceof Pipe.Unit unit) {
                received(unit.text());
            } else if (parcel instanceof Pipe.Ping) {
                pinged();
            } else if (parcel instanceof Pipe.Close close) {
                end(close.reason());
                server.finish(close.reason());
            }
        }

        @Override
        public void broke() {
            cut();
        }
    }
}
