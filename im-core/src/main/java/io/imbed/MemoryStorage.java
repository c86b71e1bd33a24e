package io.imbed;

import io.imbed.internal.memory.MemoryRooms;
import io.imbed.spi.Storage;

/**
 * Keeps rooms in memory, bounded. Durability NONE: all is gone when the process ends. For tests, demonstrations, and chats
 * that nobody needs to find again.
 */
public final class MemoryStorage {
    private MemoryStorage() {}

    /** An empty storage of {@link Capacity#defaults()}. */
    public static Storage create() {
        return create(Capacity.defaults());
    }

    /** An empty storage. */
    public static Storage create(Capacity capacity) {
        return new MemoryRooms(capacity);
    }

    /**
     * How much is kept. Beyond {@code messagesPerRoom} and {@code eventsPerRoom} the oldest of the room go. Beyond
     * {@code bytes} the oldest of the room that is written to go; if that cannot help, the write is answered UNAVAILABLE,
     * as is one more room than {@code rooms}. A room that holds more than its equal share leaves an eighth to the others.
     *
     * <p>A message that goes takes its client message id with it, and the events that show its content: a cursor that is
     * older meets a gap.
     *
     * @param rooms in all
     * @param messagesPerRoom the newest, tombstones included
     * @param eventsPerRoom the newest; who is further behind than that gets a gap
     * @param bytes of everything together, by estimate
     */
    public record Capacity(int rooms, int messagesPerRoom, int eventsPerRoom, long bytes) {
        public Capacity {
            requirePositive("rooms", rooms);
            requirePositive("messagesPerRoom", messagesPerRoom);
            requirePositive("eventsPerRoom", eventsPerRoom);
            requirePositive("bytes", bytes);
        }

        /**
         * 100 000 rooms: what an estimate of bytes says anyway for rooms of a few messages in a heap of a gigabyte.
         * 10 000 messages a room: a hundred pages of history, further than anyone scrolls. 10 000 events a room: ten times
         * what a client may be behind ({@link Limits.Pages#catchUpEvents}). A quarter of the heap: as much as the queues
         * ({@link Limits.Queues#nodeBytes}), so that half is left to the host.
         */
        public static Capacity defaults() {
            return new Capacity(100_000, 10_000, 10_000, Runtime.getRuntime().maxMemory() / 4);
        }

        public Capacity withRooms(int newRooms) {
            return new Capacity(newRooms, messagesPerRoom, eventsPerRoom, bytes);
        }

        public Capacity withMessagesPerRoom(int newMessages) {
            return new Capacity(rooms, newMessages, eventsPerRoom, bytes);
        }

        public Capacity withEventsPerRoom(int newEvents) {
            return new Capacity(rooms, messagesPerRoom, newEvents, bytes);
        }

        public Capacity withBytes(long newBytes) {
            return new Capacity(rooms, messagesPerRoom, eventsPerRoom, newBytes);
        }

        private static void requirePositive(String name, long value) {
            if (value < 1) throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
        }
    }
}
