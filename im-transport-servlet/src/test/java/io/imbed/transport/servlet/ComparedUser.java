package io.imbed.transport.servlet;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One user of a {@link WireComparison}: says what time it is, and notes how long ago others said so and when it was
 * answered. Threads: any.
 */
abstract class ComparedUser implements AutoCloseable {
    private static final String TEXT = "\"text\":\"";
    private static final int TEXT_CHARS = 100;

    private final String name;
    private final String room;
    private final Figures figures;
    private final AtomicLong ids = new AtomicLong(1);
    private final Map<Long, Long> sentNanos = new ConcurrentHashMap<>(); // by id

    ComparedUser(String name, String room, Figures figures) {
        this.name = name;
        this.room = room;
        this.figures = figures;
    }

    /** Connects and says hello; returns once the server has welcomed it. */
    abstract void connect() throws Exception;

    /** Sends a line. Does not wait. */
    abstract void send(String line);

    final String hello() {
        return "{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:" + name + "\"}";
    }

    final Figures figures() {
        return figures;
    }

    final void speak() {
        long id = ids.incrementAndGet();
        long now = System.nanoTime();
        sentNanos.put(id, now);
        String text = now + " ";
        send("{\"op\":\"send\",\"id\":" + id + ",\"room\":\"" + room + "\",\"cid\":\"c" + id
                + "\",\"content\":{\"type\":\"text\",\"" + TEXT.substring(1) + text
                + "x".repeat(TEXT_CHARS - text.length()) + "\"}}");
    }

    final void heard(String line) {
        long now = System.nanoTime();
        if (line.startsWith("{\"re\":")) {
            String id = line.substring(6, line.indexOf(','));
            Long sent = sentNanos.remove(Long.parseLong(id));
            if (line.contains("\"error\"")) throw new IllegalStateException(line);
            if (sent != null) figures.acked(now - sent);
        } else if (line.startsWith("{\"ev\":\"event\"") && !line.contains("\"by\":\"" + name + "\"")) {
            int at = line.indexOf(TEXT);
            if (at < 0) return;
            String text = line.substring(at + TEXT.length());
            figures.delivered(now - Long.parseLong(text.substring(0, text.indexOf(' '))));
        }
    }

    @Override
    public abstract void close();
}
