package io.imbed.internal;

import org.slf4j.spi.LoggingEventBuilder;

/**
 * Lines of the log about one room, session or connection. Their text begins with it, for people; for machines it is a
 * key-value pair of slf4j, such as {@code room=general}.
 */
public final class LogLine {
    private LogLine() {}

    /** @param text what there is to say of the room, with a {@code {}} for each of {@code values} */
    public static void ofRoom(LoggingEventBuilder line, String id, String text, Object... values) {
        write(line, "room", id, text, values);
    }

    /** As {@link #ofRoom}. */
    public static void ofSession(LoggingEventBuilder line, String id, String text, Object... values) {
        write(line, "session", id, text, values);
    }

    /** As {@link #ofRoom}. */
    public static void ofConnection(LoggingEventBuilder line, String id, String text, Object... values) {
        write(line, "connection", id, text, values);
    }

    private static void write(LoggingEventBuilder line, String key, String id, String text, Object... values) {
        LoggingEventBuilder whole = line.addKeyValue(key, id).addArgument(id);
        for (Object value : values) whole = whole.addArgument(value);
        whole.log(key + " {}: " + text);
    }
}
