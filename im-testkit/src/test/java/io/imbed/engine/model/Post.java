package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A message as the model keeps it. */
final class Post {
    final long seq;
    final long firstRev;
    final String sender;
    final long at;
    /** The send request that made it, without its room. */
    final JsonObject submitted;

    long rev;
    JsonElement content;
    JsonArray mentions;
    Long editedAt;
    boolean recalled;

    Post(long seq, long rev, String sender, long at, JsonObject submitted) {
        this.seq = seq;
        this.firstRev = rev;
        this.rev = rev;
        this.sender = sender;
        this.at = at;
        this.submitted = submitted;
        this.content = submitted.get("content");
        this.mentions = submitted.has("mentions") ? submitted.getAsJsonArray("mentions") : new JsonArray();
    }

    String cid() {
        return submitted.get("cid").getAsString();
    }

    boolean mentions(String user) {
        for (JsonElement each : mentions) if (each.getAsString().equals(user)) return true;
        return false;
    }

    String type() {
        return content.getAsJsonObject().get("type").getAsString();
    }

    /** Whatever a person could read of it. */
    List<JsonElement> words() {
        List<JsonElement> words = new ArrayList<>();
        if (content != null) words.add(content);
        if (!recalled && submitted.has("meta")) words.add(submitted.get("meta"));
        return words;
    }

    JsonObject view(String room) {
        JsonObject view = new JsonObject();
        view.addProperty("room", room);
        view.addProperty("seq", seq);
        view.addProperty("rev", rev);
        view.addProperty("cid", cid());
        view.addProperty("sender", sender);
        view.addProperty("senderName", sender.equals(Who.HOST.user()) ? "System" : sender);
        view.addProperty("at", at);
        if (recalled) {
            view.addProperty("recalled", true);
            return view;
        }
        if (submitted.has("replyTo")) view.add("replyTo", submitted.get("replyTo"));
        if (editedAt != null) view.addProperty("editedAt", editedAt);
        view.add("content", content);
        if (!mentions.isEmpty()) view.add("mentions", mentions);
        if (submitted.has("meta")) view.add("meta", submitted.get("meta"));
        return view;
    }

    JsonObject brief() {
        JsonObject brief = new JsonObject();
        brief.addProperty("seq", seq);
        brief.addProperty("sender", sender);
        brief.addProperty("at", at);
        if (recalled) return brief;
        JsonObject said = content.getAsJsonObject();
        String text = said.get(said.has("text") ? "text" : "fallback").getAsString();
        brief.addProperty("preview", text.substring(0, Math.min(200, text.length())));
        return brief;
    }
}
