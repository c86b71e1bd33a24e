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
    /** As this user sees it; of a message that it may not see it learns nothing. */
    JsonObject view(String user) {
        boolean hidden = about != null && room.hides(user, about.seq);
        JsonObject view = hidden ? new JsonObject() : fields.deepCopy();
        view.addProperty("ev", "event");
        view.addProperty("room", room.id);
        view.addProperty("epoch", room.epoch);
        view.addProperty("rev", rev);
        view.addProperty("type", hidden ? "hidden" : type);
        view.addProperty("at", at);
        view.addProperty("by", hidden ? Who.HOST.user() : by);
        if (about == null || hidden) return view;
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
