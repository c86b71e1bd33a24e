package io.imbed.examples.chat;

import io.imbed.protocol.Content;
import io.imbed.protocol.Message;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Prints lines, each made {@linkplain SafeText safe} here and nowhere else. Notices begin with {@code --}, so that no
 * message can pass for one.
 */
final class Screen {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
    /** Stands where the time would, so that a further line of a message cannot pass for a message. */
    private static final String CONTINUED = "    | ";

    private final PrintStream out;
    private final ZoneId zone;

    Screen(PrintStream out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    /** @param room shown with the message; null for the room that one is in */
    void message(@Nullable String room, Message message) {
        String[] lines = textOf(message.content()).split("\r?\n", -1);
        String edited = message.editedAt() == null ? "" : " (edited)";
        print(time(message.at()) + label(room) + message.senderName() + ": " + lines[0] + edited);
        for (int i = 1; i < lines.length; i++) print(CONTINUED + lines[i]);
    }

    void notice(String text) {
        print("-- " + text);
    }

    void notice(@Nullable String room, Instant at, String text) {
        print("--" + " " + time(at) + label(room) + text);
    }

    /** A message's text in one line; what other contents say of themselves. */
    static String textOf(@Nullable Content content) {
        if (content == null) return "(taken back)";
        return content.asText().orElse("(" + content.type() + ") " + content.fallback());
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone)) + " ";
    }

    private static String label(@Nullable String room) {
        return room == null ? "" : "[" + room + "] ";
    }

    private void print(String line) {
        out.println(SafeText.escape(line));
        out.flush();
    }
}
