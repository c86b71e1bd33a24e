package io.imbed.transport.ws;

import io.imbed.spi.Batch;

/** One batch for those of its connections that one writer serves. */
final class Fanout implements Runnable {
    private final Writer writer;
    private final Batch batch;
    private final Object group;
    private final WsConnection[] members;
    private int count;

    /** @param group the same object for fan-outs to the same connections */
    Fanout(Writer writer, Batch batch, Object group, int expected) {
        this.writer = writer;
        this.batch = batch;
        this.group = group;
        this.members = new WsConnection[expected];
    }

    void add(WsConnection member) {
        members[count++] = member;
    }

    /** Hands it to the writer. */
    void post() {
        writer.post(this);
    }

    /** On the writer's thread. */
    @Override
    public void run() {
        Outgoing frame = Outgoing.message(batch);
        // For one receiver alone the detour through the arena is a copy more, not a copy less.
        if (count > 1) writer.arena().add(frame, group);
        writer.noteBytes(frame.frameBytes());
        for (int i = 0; i < count; i++) members[i].outbound().append(frame);
    }
}
