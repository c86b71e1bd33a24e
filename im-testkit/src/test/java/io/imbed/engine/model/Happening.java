package io.imbed.engine.model;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** An event of the model's log. What a message says is filled in when the event is read. */
record Happening(
        Room room,
        long rev,
        long at,
        String by,
        String type,
        JsonObject fields,
        @Nullable Post about) {
    JsonObject view() {
        JsonObject view = fields.deepCopy();
        view.addProperty("ev", "event");
        view.addProperty("room", room.id);
        view.addProperty("epoch", room.epoch);
        view.addProperty("rev", rev);
        view.addProperty("type", type);
        view.addProperty("at", at);
        view.addProperty("by", by);
        if (about == null) return view;
        if (type.equals("message")) {
            view.add("message", about.view(room.id));
            return view;
        }
        view.addProperty("seq", about.seq);
        if (type.equals("edited") && !about.recalled) {
            view.add("content", about.content);
            if (!about.mentions.isEmpty()) view.add("mentions", about.mentions);
        }
        return view;
    }
}
