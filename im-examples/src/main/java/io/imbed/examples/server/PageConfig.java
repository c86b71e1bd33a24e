package io.imbed.examples.server;

import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * What {@code /config.json} tells the page about its server.
 *
 * @param auth how one signs in: {@code guest}, or {@code token} for one from elsewhere
 * @param room the channel that everybody finds
 */
record PageConfig(String auth, String room, String version) {
    static PageConfig of(Authentication authentication, String room) {
        String version = PageConfig.class.getPackage().getImplementationVersion();
        return new PageConfig(
                authentication.signIn(), room, Optional.ofNullable(version).orElse("(not from a jar)"));
    }

    /** @param wsAddress where the WebSocket is for whoever asks */
    String json(String wsAddress) {
        JsonObject json = new JsonObject();
        json.addProperty("ws", wsAddress);
        json.addProperty("auth", auth);
        json.addProperty("room", room);
        json.addProperty("version", version);
        return json.toString();
    }
}
