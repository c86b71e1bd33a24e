package io.imbed.transport.ws;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames of one turn of a writer, copied once into direct memory so that a socket can take them from there for every
 * member without another copy. Frames for the same members lie side by side, whatever came between them: all of them are
 * then one {@code write} for each member.
 *
 * <p>Lives for a turn. A socket that does not take everything goes on from the batches themselves, so that a slow reader
 * holds no more memory than the engine has been charged for.
 *
 * <p>Threads: its writer.
 */
final class Arena {
    /** A room's whole page of catch-up fits; more in one write gains nothing and delays whoever waits for the next turn. */
    static final int BYTES = 256 * 1024;

    final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    private final List<Outgoing> placed = new ArrayList<>();
    private final Map<Object, List<Outgoing>> groups = new IdentityHashMap<>();
    private final List<List<Outgoing>> order = new ArrayList<>();

    /** Adds a frame to the turn. {@code members} tells by identity which frames go to the same connections. */
    void add(Outgoing frame, Object members) {
        groups.computeIfAbsent(members, unused -> {
                    List<Outgoing> group = new ArrayList<>(4);
                    order.add(group);
                    return group;
                })
                .add(frame);
    }

    /** Copies all frames that were added, as far as there is room. */
    void fill() {
        if (order.isEmpty()) return;
        buffer.clear();
        for (List<Outgoing> group : order) {
            for (Outgoing frame : group) {
                if (frame.frameBytes() > buffer.remaining()) continue;
                frame.arenaStart = buffer.position();
                frame.copy(0, buffer);
                placed.add(frame);
            }
        }
    }

    /** Ends the turn. */
    void clear() {
        for (Outgoing frame : placed) frame.arenaStart = -1;
        placed.clear();
        groups.clear();
        order.clear();
    }
}
