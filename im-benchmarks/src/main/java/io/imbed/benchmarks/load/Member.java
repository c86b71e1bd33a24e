package io.imbed.benchmarks.load;

import io.imbed.benchmarks.load.Fields.Name;
import io.imbed.benchmarks.swarm.ClientFrames;
import io.imbed.benchmarks.swarm.Connection;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A client of im.v1 that is a member of one room. It remembers how far it has come and resumes from there, keeps what it
 * sends until it is acknowledged, one message on its way at a time, and sends it again after a reconnect; all as
 * PROTOCOL.md asks of clients. What it receives it holds against its cursor, and tells the {@link Ledger}.
 *
 * <p>Threads: the swarm's.
 */
final class Member extends Connection implements ServerFrames.Sink {
    private static final Name EPOCH = Name.of("epoch");
    private static final Name CID = Name.of("cid");
    private static final Name CODE = Name.of("code");
    private static final Name ERROR = Name.of("error");
    private static final Name EV = Name.of("ev");
    private static final Name EVENT = Name.of("event");
    private static final Name GONE = Name.of("gone");
    private static final Name MESSAGE = Name.of("message");
    private static final Name RE = Name.of("re");
    private static final Name RESET = Name.of("reset");
    private static final Name RETRY_AFTER = Name.of("retryAfterMs");
    private static final Name REV = Name.of("rev");
    private static final Name ROOMS = Name.of("rooms");
    private static final Name SEQ = Name.of("seq");
    private static final Name SESSION = Name.of("session");
    private static final Name TYPE = Name.of("type");
    /** Of the hello; what is above is the number of a send. */
    private static final long HELLO = 1;

    private static final long FIRST_SEND = 2;
    private static final int SMALL_BUFFER = 16 * 1024;

    private final Crowd crowd;
    private final int number;
    private final int room;
    private final boolean listens;
    private final ServerFrames frames = new ServerFrames();
    private final Deque<Integer> outbox = new ArrayDeque<>(1);
    private String epoch = "";
    private long rev;
    private boolean greeted;
    private boolean sending;
    private int closeCode;

    /** @param listens whether it is to have received everything in the end */
    Member(Crowd crowd, int number, int room, boolean listens) {
        this.crowd = crowd;
        this.number = number;
        this.room = room;
        this.listens = listens;
    }

    int number() {
        return number;
    }

    int room() {
        return room;
    }

    boolean listens() {
        return listens;
    }

    /** Says this, now or as soon as it can. */
    void say(int send) throws IOException {
        outbox.add(send);
        next();
    }

    /** Sends what is to be sent next, unless something is on its way. */
    void next() throws IOException {
        Integer send = outbox.peek();
        if (send == null || sending || !greeted) return;
        sending = true;
        send(ClientFrames.text("{\"op\":\"send\",\"id\":" + (FIRST_SEND + send) + ",\"room\":\"" + roomId()
                + "\",\"cid\":\"c" + send + "\",\"content\":{\"type\":\"text\",\"text\":\"" + crowd.text() + "\"}}"));
    }

    private String roomId() {
        return LoadServer.room(room);
    }

    /** So that one which does not read is felt soon: what a system buffers for it is more than what the server does. */
    @Override
    protected void prepare(SocketChannel channel) throws IOException {
        if (!listens) channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
    }

    @Override
    protected void opened() throws IOException {
        String cursor = epoch.isEmpty()
                ? ""
                : ",\"rooms\":{\"" + roomId() + "\":{\"epoch\":\"" + epoch + "\",\"rev\":" + rev + "}}";
        send(ClientFrames.text("{\"op\":\"hello\",\"id\":" + HELLO + ",\"v\":1,\"token\":\"guest:"
                + LoadServer.user(number) + "\"" + cursor + "}"));
    }

    @Override
    protected void received(byte[] bytes, int from, int to) throws IOException {
        frames.read(bytes, from, to, this);
    }

    @Override
    public void text(byte[] bytes, int from, int to) throws IOException {
        int begin = from;
        for (int at = from; at <= to; at++) {
            if (at < to && bytes[at] != '\n') continue;
            if (at > begin) line(bytes, crowd.line().of(bytes, begin, at));
            begin = at + 1;
        }
    }

    @Override
    public void ping() throws IOException {
        send(ClientFrames.pong());
    }

    @Override
    public void close(int code) {
        closeCode = code;
    }

    @Override
    protected void ended(IOException why) {
        boolean wasGreeted = greeted;
        int code = closeCode;
        greeted = false;
        sending = false;
        closeCode = 0;
        frames.clear();
        crowd.lost(this, wasGreeted, code);
    }

    private void line(byte[] bytes, Fields line) throws IOException {
        if (line.is(EV, EVENT)) event(bytes, line);
        else if (line.has(RE)) reply(bytes, line);
        else if (line.is(EV, RESET)) {
            crowd.ledger().reset();
            epoch = line.text(EPOCH);
            rev = line.number(REV);
        } else if (line.is(EV, GONE)) crowd.ledger().wrong(this + " was told that its room is gone");
    }

    private void event(byte[] bytes, Fields line) {
        long next = line.number(REV);
        if (!line.text(EPOCH).equals(epoch)) crowd.ledger().wrong(this + " got an event of another epoch, rev " + next);
        if (next <= rev) {
            crowd.ledger().repeated();
            return;
        }
        if (next != rev + 1) crowd.ledger().wrong(this + " got rev " + next + " behind " + rev);
        rev = next;
        if (!listens || !line.is(TYPE, MESSAGE)) return;
        int field = line.find(MESSAGE);
        long hash = line.hash(field);
        Fields message = crowd.message().of(bytes, line.from(field), line.to(field));
        crowd.ledger().deliver(room, message.number(SEQ), sendOf(message.text(CID)), hash);
    }

    private static int sendOf(String cid) {
        return Integer.parseInt(cid, 1, cid.length(), 10);
    }

    private void reply(byte[] bytes, Fields line) throws IOException {
        long re = line.number(RE);
        if (line.has(ERROR)) {
            int field = line.find(ERROR);
            refused(re, crowd.message().of(bytes, line.from(field), line.to(field)));
        } else if (re == HELLO) {
            greeted(bytes, line);
        } else {
            sending = false;
            outbox.remove();
            crowd.ledger().acknowledge((int) (re - FIRST_SEND), line.number(SEQ));
            next();
        }
    }

    private void refused(long re, Fields error) {
        crowd.refused(error.text(CODE));
        if (re == HELLO) return; // The close that follows says whether to come back.
        sending = false;
        crowd.later(this, Math.max(50, error.number(RETRY_AFTER)));
    }

    /** The first time, the answer says where its room begins. */
    private void greeted(byte[] bytes, Fields line) throws IOException {
        if (!line.has(SESSION)) throw new IOException("an answer to hello without a session");
        greeted = true;
        if (epoch.isEmpty()) {
            int rooms = line.find(ROOMS);
            Fields view = crowd.message().of(bytes, line.from(rooms), line.to(rooms));
            epoch = view.text(EPOCH);
            rev = view.number(REV);
        }
        crowd.welcomed();
        next();
    }

    @Override
    public String toString() {
        return LoadServer.user(number) + " in " + roomId();
    }
}
