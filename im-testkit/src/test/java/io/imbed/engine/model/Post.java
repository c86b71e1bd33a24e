package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A message as the model keeps it. */
final class Post {
    static final String ALL = "~all";

    final long seq;
    final long firstRev;
    final String sender;
    final long at;
    /** The send request that made it, without its room. */
    final JsonObject submitted;

    long rev;
    /** The last event that shows what it says. */
    long shownRev;

    JsonElement content;
    JsonArray mentions;
    Long editedAt;
    boolean recalled;
    boolean pinned;
    /** As it was seen since its content changed, by rev: what is pushed again may be from before a reaction or pin. */
    final Map<Long, JsonObject> past = new HashMap<>();
    /** Who reacted, by key, both in the order in which they came. */
    final Map<String, Set<String>> reactions = new LinkedHashMap<>();

    Post(long seq, long rev, String sender, long at, JsonObject submitted) {
        this.seq = seq;
        this.firstRev = rev;
        this.rev = rev;
        this.shownRev = rev;
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
        for (JsonElement each : mentions) {
            if (each.getAsString().equals(user)) return true;
            if (each.getAsString().equals(ALL) && !sender.equals(user)) return true;
        }
        return false;
    }

    static boolean mentionsAll(JsonArray mentions) {
        return mentions.contains(new JsonPrimitive(ALL));
    }

    /** Only who and when stay. */
    void empty(long inRev) {
        recalled = true;
        content = null;
        mentions = new JsonArray();
        reactions.clear();
        pinned = false;
        past.clear();
        rev = inRev;
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
        if (pinned) view.addProperty("pinned", true);
        JsonArray shown = new JsonArray();
        reactions.forEach((key, users) -> shown.add(reaction(key, users)));
        if (!shown.isEmpty()) view.add("reactions", shown);
        return view;
    }

    private static JsonObject reaction(String key, Set<String> users) {
        JsonObject reaction = World.fields("key", key);
        reaction.addProperty("count", users.size());
        JsonArray first = new JsonArray();
        users.forEach(first::add);
        reaction.add("users", first);
        return reaction;
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
