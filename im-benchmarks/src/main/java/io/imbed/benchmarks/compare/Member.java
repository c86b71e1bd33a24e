package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.swarm.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One member of one room: finds the markers in what it receives, and holds them against what it must receive: each
 * sender's messages 0, 1, 2 … once, in that order.
 */
final class Member extends Connection {
    final int number;
    final int room;
    final boolean talks;
    /** How many it has sent. */
    int sent;

    private final Crowd crowd;
    private final int firstTalker;
    /** By talker of the room: the number of its next message. */
    private final int[] next;

    /** The order in which messages of several senders came: equal for all members of a room that has one order. */
    private long order;

    private boolean welcome;
    private int matched;
    private byte[] rest = new byte[0];
    private long deliveries;
    private long wrong;

    /** @param firstTalker the number of the room's first talker; the others follow */
    Member(Crowd crowd, int number, int room, int firstTalker, int talkers, boolean talks) {
        this.crowd = crowd;
        this.number = number;
        this.room = room;
        this.firstTalker = firstTalker;
        this.next = new int[talkers];
        this.talks = talks;
    }

    /** How many of its room's talker have come. */
    int heardOf(int talker) {
        return next[talker];
    }

    long order() {
        return order;
    }

    long deliveries() {
        return deliveries;
    }

    /** Messages that were not the next one of their sender. */
    long wrong() {
        return wrong;
    }

    @Override
    protected String headers() {
        return crowd.dialect().headers();
    }

    @Override
    protected void opened() throws IOException {
        for (ByteBuffer each : crowd.dialect().greeting(number, room)) send(each);
        if (crowd.dialect().welcome().length == 0) welcomed();
    }

    /** It is to come again. */
    void leave() {
        welcome = false;
        matched = 0;
        rest = new byte[0];
    }

    private void welcomed() {
        welcome = true;
        crowd.entered();
    }

    @Override
    protected void ended(IOException why) {
        crowd.lost(this, why);
    }

    @Override
    protected void received(byte[] bytes, int from, int to) throws IOException {
        crowd.arrived();
        int at = from;
        if (!welcome) at = awaitWelcome(bytes, from, to);
        if (rest.length > 0) at = joinRest(bytes, at, to);
        scan(bytes, at, to);
    }

    private void scan(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            if (bytes[at] != Marker.START) {
                at++;
            } else if (to - at < Marker.BYTES) {
                rest = Arrays.copyOfRange(bytes, at, to);
                return;
            } else if (Marker.isAt(bytes, at)) {
                heard(bytes, at);
                at += Marker.BYTES;
            } else {
                at++;
            }
        }
    }

    /** What the last bytes broke in two, as far as it is here now; returns where the others begin. */
    private int joinRest(byte[] bytes, int from, int to) throws IOException {
        int missing = Math.min(Marker.BYTES - rest.length, to - from);
        byte[] joined = Arrays.copyOf(rest, rest.length + missing);
        System.arraycopy(bytes, from, joined, rest.length, missing);
        rest = joined;
        if (joined.length == Marker.BYTES) {
            rest = new byte[0];
            scan(joined, 0, joined.length);
        }
        return from + missing;
    }

    private void heard(byte[] bytes, int start) throws IOException {
        int sender = Marker.sender(bytes, start);
        int count = Marker.number(bytes, start);
        int talker = sender - firstTalker;
        deliveries++;
        if (talker < 0 || talker >= next.length || next[talker] != count) wrong++;
        else next[talker]++;
        order = order * 1_000_003 + sender;
        crowd.delivered(Marker.dueMicros(bytes, start));
        if (sender == number) crowd.cameBack(this);
    }

    private int awaitWelcome(byte[] bytes, int from, int to) {
        byte[] wanted = crowd.dialect().welcome();
        for (int i = from; i < to; i++) {
            matched = bytes[i] == wanted[matched] ? matched + 1 : bytes[i] == wanted[0] ? 1 : 0;
            if (matched == wanted.length) {
                welcomed();
                return i + 1;
            }
        }
        return to;
    }
}
