package io.imbed.store.jdbc;

import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.Reaction;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.SettingsPatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand in one column of text because no query looks into them.
 *
 * <p>Event bodies and settings are written as the wire writes them: a frame is read by every later version, and a field or
 * type that this version does not know is skipped, or is an {@link EventBody.Unknown}, as it is there.
 */
final class Texts {
    private static final FrameCodec CODEC = new FrameCodec(FrameCodec.CLIENT_LIMITS);

    private Texts() {}

    /** What is around the body stands in columns of its own; here it only makes a frame. */
    static String body(EventBody body) {
        return CODEC.encode(new Event("r", "e", 1, Instant.EPOCH, "s", body));
    }

    static EventBody body(String text) {
        return ((Event) CODEC.decodeServerFrame(text, id -> null)).body();
    }

    /** All of them, also those that the kind presets: a later release may preset others. */
    static String settings(RoomSettings settings) {
        return body(new EventBody.RoomChanged(
                null,
                new SettingsPatch(
                        settings.join(),
                        settings.post(),
                        settings.mentionAll(),
                        settings.receipts(),
                        settings.typing(),
                        settings.presence(),
                        settings.history(),
                        settings.recallMs(),
                        settings.slowMs(),
                        settings.maxMembers(),
                        settings.keep(),
                        settings.keepMs())));
    }

    static RoomSettings settings(RoomKind kind, String text) {
        return RoomSettings.preset(kind).with(((EventBody.RoomChanged) body(text)).settings());
    }

    /** Ids have no spaces. */
    static @Nullable String ids(List<String> ids) {
        return ids.isEmpty() ? null : String.join(" ", ids);
    }

    static List<String> ids(@Nullable String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    /** A line for each key, the key last: count, users, key. A key is on one line, but may have spaces. */
    static @Nullable String reactions(List<Reaction> reactions) {
        if (reactions.isEmpty()) return null;
        List<String> lines = new ArrayList<>(reactions.size());
        for (Reaction each : reactions) {
            if (each.key().indexOf('\n') >= 0) throw new IllegalArgumentException("a key of two lines");
            lines.add(each.count() + " " + String.join(",", each.users()) + " " + each.key());
        }
        return String.join("\n", lines);
    }

    static List<Reaction> reactions(@Nullable String text) {
        if (text == null) return List.of();
        List<Reaction> reactions = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] parts = line.split(" ", 3);
            reactions.add(new Reaction(parts[2], Long.parseLong(parts[0]), List.of(parts[1].split(","))));
        }
        return reactions;
    }
}
