package io.imbed.examples.chat;

import io.imbed.protocol.BanView;
import io.imbed.protocol.Content;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSession;
import io.imbed.protocol.PresenceView;
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
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
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

    /** {@code bob, offline, last seen 2026-11-01 12:00}. */
    String of(PresenceView user) {
        Instant lastSeen = user.lastSeen();
        return user.user() + ", " + Names.of(user.state()) + (lastSeen == null ? "" : ", last seen " + date(lastSeen));
    }

    /** {@code s-1, phone, web, since 2026-11-01 12:00, this one}; without what it did not say of itself. */
    String of(OwnSession session) {
        String device = session.device() == null ? "" : ", " + session.device();
        String program = session.client() == null ? "" : ", " + session.client();
        String current = session.current() ? ", this one" : "";
        return session.session() + device + program + ", since " + date(session.since()) + current;
    }

    /** {@code eve, banned by bob until 2026-11-01 12:00: spam}. */
    String of(BanView ban) {
        String until = ban.until() == null ? "" : " until " + date(ban.until());
        return ban.user() + ", banned by " + ban.by() + until + (ban.reason() == null ? "" : ": " + ban.reason());
    }

    private String date(Instant at) {
        return DATE.format(at.atZone(zone));
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
