package io.imbed.engine.model;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** PROTOCOL.md, "RoomSettings", as the model reads it. */
final class Settings {
    /** A member's own settings, as a membership begins. */
    static final JsonObject OWN = json("{notify:all, hidden:false, privateReading:false}");

    private Settings() {}

    /** All parts, as the kind presets them. */
    static JsonObject preset(String kind) {
        JsonObject preset =
                json("{join:invited, post:member, mentionAll:member, receipts:true, typing:true, presence:true,"
                        + "history:all, recallMs:120000, slowMs:0, maxMembers:1000, keep:0, keepMs:0}");
        JsonObject own = switch (kind) {
            case "DIRECT" -> json("{maxMembers:2}");
            case "CHANNEL" -> json("{join:open, mentionAll:admin, maxMembers:100000}");
            case "LIVE" ->
                json("{join:open, mentionAll:admin, receipts:false, typing:false, presence:false, maxMembers:1000000,"
                        + " keep:1000}");
            default -> new JsonObject();
        };
        return with(preset, own);
    }

    static JsonObject with(JsonObject settings, JsonObject patch) {
        JsonObject all = settings.deepCopy();
        patch.entrySet().forEach(each -> all.add(each.getKey(), each.getValue()));
        return all;
    }

    /** Those that are otherwise than there. */
    static JsonObject other(JsonObject settings, JsonObject than) {
        JsonObject other = new JsonObject();
        settings.entrySet().forEach(each -> {
            boolean same =
                    each.getValue().getAsString().equals(than.get(each.getKey()).getAsString());
            if (!same) other.add(each.getKey(), each.getValue());
        });
        return other;
    }

    static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
