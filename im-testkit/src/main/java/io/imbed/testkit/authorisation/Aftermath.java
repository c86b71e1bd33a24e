package io.imbed.testkit.authorisation;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.RoomInfo;
import io.imbed.protocol.BanView;
import io.imbed.protocol.Message;
import java.util.Optional;

/** How things are once somebody's request in a room was answered: as users see them, and as the host does. */
record Aftermath(Company company, Room room, String user, String request, JsonObject reply) {
    /** A RoomView as {@code whose} session sees the room; empty if it may not know of it. */
    JsonObject view(String whose) throws Exception {
        JsonObject answer = company.session(whose).ask("room.get", Act.on(room.id(), ""));
        return answer.has("error") ? new JsonObject() : answer.getAsJsonObject("room");
    }

    /** As a member, or attending. */
    boolean isIn(String whose) throws Exception {
        return view(whose).has("epoch");
    }

    boolean maySpeak(String whose) throws Exception {
        String words = Act.on(room.id(), "\"cid\":\"words\",\"content\":{\"type\":\"text\",\"text\":\"words\"}");
        return !company.session(whose).ask("send", words).has("error");
    }

    /** Waits for it. */
    boolean isSeenTyping() throws Exception {
        return company.session(room.other())
                .hears("\"ev\":\"signal\"", "\"room\":\"" + room.id() + "\"", "\"typing\"", "\"" + user + "\"");
    }

    boolean isBanned(String whose) throws Exception {
        return company.host(company.server().rooms().bans(room.id(), null, 100)).stream()
                .map(BanView::user)
                .anyMatch(whose::equals);
    }

    Optional<RoomInfo> info() throws Exception {
        return company.host(company.server().lookup().room(room.id()));
    }

    /** The message that the request was about. */
    Optional<Message> message() throws Exception {
        return company.host(
                company.server().lookup().message(room.id(), asked().get("seq").getAsLong()));
    }

    /** The message that the request was. */
    Optional<Message> sent() throws Exception {
        String cid = asked().get("cid").getAsString();
        return company.host(company.server().lookup().message(room.id(), user, cid));
    }

    private JsonObject asked() {
        return JsonParser.parseString("{" + request + "}").getAsJsonObject();
    }
}
