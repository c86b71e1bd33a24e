package io.imbed.client.simulation;

import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Reaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Messages as an application shows them that goes by events alone, as PROTOCOL.md says. Threads: the simulation's. */
final class Screen {
    private final Map<String, TreeMap<Long, Message>> rooms = new HashMap<>();
    private final Map<String, Cursor> cursors = new HashMap<>();

    /** Events come from here on: what is shown stays true only if it goes on where it was. */
    void follow(String room, Cursor from) {
        if (!from.equals(cursors.put(room, from))) rooms.remove(room);
    }

    void clear(String room) {
        rooms.remove(room);
        cursors.remove(room);
    }

    void event(Event event) {
        cursors.put(event.room(), event.cursor());
        TreeMap<Long, Message> messages = rooms.computeIfAbsent(event.room(), room -> new TreeMap<>());
        EventBody body = event.body();
        if (body instanceof EventBody.Posted posted) {
            messages.put(posted.seq(), posted.message());
            return;
        }
        Message shown = messages.get(body.seq());
        if (shown == null || event.rev() <= shown.rev()) return;
        if (body instanceof EventBody.Recalled) {
            messages.put(shown.seq(), shown.recalled(event.rev()));
        } else if (body instanceof EventBody.Reacted reacted) {
            messages.put(
                    shown.seq(),
                    shown.reacted(
                            event.rev(), Reaction.after(shown.reactions(), reacted.key(), event.by(), reacted.on())));
        } else if (body instanceof EventBody.Pinned pinned) {
            messages.put(shown.seq(), shown.pinned(event.rev(), pinned.on()));
        } else if (body instanceof EventBody.Edited edited) {
            Content content = edited.content();
            // Without content it has been recalled since, which an event to come will say.
            if (content == null) return;
            messages.put(shown.seq(), shown.edited(event.rev(), content, edited.mentions(), event.at()));
        }
    }

    Collection<Message> messages(String room) {
        return rooms.getOrDefault(room, new TreeMap<>()).values();
    }

    /** Those that a user may still change. */
    List<Message> of(String user, String room) {
        return messages(room).stream()
                .filter(message -> message.sender().equals(user) && !message.recalled())
                .toList();
    }
}
