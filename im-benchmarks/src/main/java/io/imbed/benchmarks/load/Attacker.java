package io.imbed.benchmarks.load;

import io.imbed.benchmarks.swarm.ClientFrames;
import io.imbed.benchmarks.swarm.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client that is up to no good. Threads: the swarm's. */
abstract class Attacker extends Connection implements ServerFrames.Sink {
    private final ServerFrames frames = new ServerFrames();
    private @Nullable Assault assault;
    private int number;
    private boolean gone = true;
    private int turn;

    /** Told where it belongs. */
    final void join(Assault itsAssault, int itsNumber) {
        assault = itsAssault;
        number = itsNumber;
    }

    final int number() {
        return number;
    }

    /**
     * Does its worst.
     *
     * @param turn 0 when it has just been let in; more each time that it wanted to act {@link #again}
     */
    abstract void attack(int turn) throws IOException;

    /** Whose token it shows. */
    String user() {
        return "attacker" + number;
    }

    final void hello(String rooms) throws IOException {
        send(ClientFrames.text("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:" + user() + "\"" + rooms + "}"));
    }

    /** Acts again after so long, unless it is gone by then. */
    final void again(long millis) {
        Objects.requireNonNull(assault).again(this, millis);
    }

    final void act() {
        if (gone) return;
        try {
            attack(++turn);
        } catch (IOException broken) {
            // The selector tells.
        }
    }

    /** Leaves at once, to come again. */
    final void leave() {
        cut();
        ended(new IOException("left"));
    }

    @Override
    protected final void opened() throws IOException {
        gone = false;
        turn = 0;
        attack(turn);
    }

    @Override
    protected final void received(byte[] bytes, int from, int to) throws IOException {
        frames.read(bytes, from, to, this);
    }

    @Override
    protected final void ended(IOException why) {
        gone = true;
        frames.clear();
        Objects.requireNonNull(assault).comeBack(this);
    }

    @Override
    public void text(byte[] bytes, int from, int to) {}

    @Override
    public void ping() throws IOException {
        send(ClientFrames.pong());
    }

    @Override
    public void close(int code) throws IOException {
        throw new IOException("closed with " + code);
    }

    static String send(long id, String room, String text) {
        return "{\"op\":\"send\",\"id\":" + id + ",\"room\":\"" + room + "\",\"cid\":\"" + id
                + "\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}}";
    }

    /** A frame that is the beginning of a message and never goes on. */
    static ByteBuffer beginning(int bytes) {
        return ByteBuffer.allocate(8 + bytes)
                .put((byte) 0x01)
                .put((byte) (0x80 | 126))
                .putShort((short) bytes)
                .putInt(0)
                .put("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII))
                .flip();
    }
}
