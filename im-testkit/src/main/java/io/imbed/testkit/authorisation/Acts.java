package io.imbed.testkit.authorisation;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonObject;
import io.imbed.RoomInfo;
import io.imbed.protocol.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What the rows of the table mean. */
final class Acts {
    private static final String TEXT = "\"content\":{\"type\":\"text\",\"text\":\"" + Secrets.BODY + " new\"}";
    private static final String NOWHERE = "\"seq\":9999";

    /** By the name of the row: the op, and which case of it. */
    static final Map<String, Act> BY_NAME = new LinkedHashMap<>();

    static {
        looks("room.get", "", after -> after.view(after.user()).has("epoch"));
        changes("join", "", after -> after.isIn(after.user()));
        changes("join from a cursor", "\"epoch\":\"$EPOCH\",\"rev\":$REV", after -> after.isIn(after.user()));
        changes("leave", "", after -> !after.isIn(after.user()));
        looks("members", "", has("members"));
        looks("history", "", has("messages"));
        looks("sync", "\"epoch\":\"$EPOCH\",\"rev\":0", has("events"));
        looks("sync of another life", "\"epoch\":\"other\",\"rev\":0", has("events"));
        changes(
                "mark",
                "\"read\":$OTHERS",
                after -> after.view(after.user()).get("read").getAsLong()
                        == after.room().saidBy(after.room().other()));
        changes("typing", "\"on\":true", Aftermath::isSeenTyping);
        speaking();
        messages();
        members();
        restraints();
        changes("room.update title", "\"title\":\"New\"", info(room -> "New".equals(room.title())));
        changes(
                "room.update settings",
                "\"settings\":{\"slowMs\":1000}",
                info(room -> room.settings().slowMs() == 1000));
        changes("room.update to open", "\"settings\":{\"join\":\"open\"}", after -> false);
        changes(
                "room.update mine",
                "\"mine\":{\"hidden\":true}",
                after -> after.view(after.user())
                        .getAsJsonObject("mine")
                        .get("hidden")
                        .getAsBoolean());
        changes("room.delete", "", after -> after.info().isEmpty());
    }

    private Acts() {}

    static Act named(String row) {
        Act act = BY_NAME.get(row);
        if (act == null) throw new AssertionError("nobody knows how to " + row);
        return act;
    }

    private static void speaking() {
        changes("send", "\"cid\":\"plain\"," + TEXT, Acts::isSent);
        changes("send to all", "\"cid\":\"all\",\"mentions\":[\"~all\"]," + TEXT, Acts::isSent);
        changes("send in answer to nothing", "\"cid\":\"answer\",\"replyTo\":9999," + TEXT, after -> false);
        changes("edit own", "\"seq\":$OWN," + TEXT, said(Acts::isNew));
        changes("edit another's", "\"seq\":$OTHERS," + TEXT, said(Acts::isNew));
        changes("edit what is not there", NOWHERE + "," + TEXT, after -> false);
    }

    private static void messages() {
        changes("recall own", "\"seq\":$OWN", said(Message::recalled));
        changes("recall another's", "\"seq\":$OTHERS", said(Message::recalled));
        changes("recall an owner's", "\"seq\":$OWNERS", said(Message::recalled));
        changes("recall what is not there", NOWHERE, after -> false);
        String key = ",\"key\":\"+1\",\"on\":true";
        changes(
                "react",
                "\"seq\":$OTHERS" + key,
                said(message -> !message.reactions().isEmpty()));
        changes("react to what is not there", NOWHERE + key, after -> false);
        changes("pin", "\"seq\":$OTHERS,\"on\":true", said(Message::pinned));
        changes("pin no longer", "\"seq\":$OTHERS,\"on\":false", after -> false);
        looks("pins", "", after -> after.reply().has("messages"));
        looks("readers", "\"seq\":$OTHERS", after -> after.reply().has("readers"));
        looks("readers of what is not there", NOWHERE, after -> false);
    }

    private static void members() {
        changes("invite a stranger", onto("stranger"), after -> after.isIn("stranger"));
        changes("invite a member", onto("$OTHER"), after -> false);
        changes("invite one who is banned", onto("banned"), after -> false);
        onEach("kick", "", user -> after -> !after.isIn(after.room().fill(user, after.user())));
        changes("role admin for a member", onto("$OTHER") + ",\"role\":\"admin\"", role("$OTHER", "admin"));
        changes(
                "role member for an admin",
                onto(Room.ANOTHER_ADMIN) + ",\"role\":\"member\"",
                role(Room.ANOTHER_ADMIN, "member"));
        changes(
                "role member for an owner",
                onto(Room.ANOTHER_OWNER) + ",\"role\":\"member\"",
                role(Room.ANOTHER_OWNER, "member"));
        changes("role member for oneself", onto("$SELF") + ",\"role\":\"member\"", role("$SELF", "member"));
        changes("role owner for oneself", onto("$SELF") + ",\"role\":\"owner\"", role("$SELF", "owner"));
        changes("role admin for a stranger", onto("stranger") + ",\"role\":\"admin\"", role("stranger", "admin"));
    }

    private static void restraints() {
        onEach(
                "mute",
                ",\"ms\":60000",
                user -> after -> !after.maySpeak(after.room().fill(user, after.user())));
        onEach("unmute", "", user -> after -> false);
        changes("unmute one who is muted", onto(Room.SILENCED), after -> after.maySpeak(Room.SILENCED));
        onEach("ban", "", user -> after -> after.isBanned(after.room().fill(user, after.user())));
        changes("unban a member", onto("$OTHER"), after -> false);
        changes("unban one who is banned", onto("banned"), after -> !after.isBanned("banned"));
        looks("bans", "", has("bans"));
    }

    private static void looks(String name, String arguments, Act.Effect effect) {
        BY_NAME.put(name, new Act(op(name), arguments, false, effect));
    }

    private static void changes(String name, String arguments, Act.Effect effect) {
        BY_NAME.put(name, new Act(op(name), arguments, true, effect));
    }

    private interface Upon {
        Act.Effect effect(String user);
    }

    /** An op that is done to a user, by who that is. */
    private static void onEach(String op, String more, Upon upon) {
        Map.of(
                        "a member", "$OTHER",
                        "an admin", Room.ANOTHER_ADMIN,
                        "an owner", Room.ANOTHER_OWNER,
                        "oneself", "$SELF",
                        "a stranger", "stranger")
                .forEach((name, user) -> changes(op + " " + name, onto(user) + more, upon.effect(user)));
    }

    private static String op(String name) {
        return name.split(" ", 2)[0];
    }

    private static String onto(String user) {
        return "\"user\":\"" + user + "\"";
    }

    private static Act.Effect has(String page) {
        return after -> !after.reply().getAsJsonArray(page).isEmpty();
    }

    private static Act.Effect role(String user, String role) {
        return after -> {
            JsonObject view = after.view(after.room().fill(user, after.user()));
            return view.has("role") && view.get("role").getAsString().equals(role);
        };
    }

    private static Act.Effect info(Predicate<RoomInfo> is) {
        return after -> after.info().filter(is).isPresent();
    }

    /** Of the message that the request was about. */
    private static Act.Effect said(Predicate<Message> is) {
        return after -> after.message().filter(is).isPresent();
    }

    private static boolean isNew(Message message) {
        return message.content() != null
                && requireNonNull(message.content()).fallback().endsWith(" new");
    }

    private static boolean isSent(Aftermath after) throws Exception {
        return after.sent().filter(Acts::isNew).isPresent();
    }
}
