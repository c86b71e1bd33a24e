package io.imbed.testkit.authorisation;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.protocol.RoomKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Does what each cell of the table says, and tells where the answer is another one. What is to change something has a room
 * of its own; all else happens in one room of each kind, which must be afterwards as it was. Threads: one.
 */
final class Matrix {
    private static final Set<String> CARD = Set.of("id", "kind", "title", "members");
    private static final String NO_ROOM = "room-that-is-not";

    private final Company company;
    private final Venue venue;
    private final Map<RoomKind, String> still = new EnumMap<>(RoomKind.class);
    private final Map<PolicyTable.Cell, String> rooms = new LinkedHashMap<>();
    private final Map<String, String> errorsOfNoRoom = new HashMap<>();

    Matrix(Company company, Venue venue) {
        this.company = company;
        this.venue = venue;
    }

    /** Each cell that is not as the table has it, with what was answered. */
    List<String> deviations() throws Exception {
        for (RoomKind kind : RoomKind.values()) still.put(kind, venue.make(kind));
        for (PolicyTable.Cell each : PolicyTable.cells()) {
            boolean own = each.expected().equals("yes") && act(each).changes();
            rooms.put(each, own ? venue.make(each.kind()) : still(each.kind()));
        }
        venue.open();
        Map<PolicyTable.Cell, JsonObject> replies = new LinkedHashMap<>();
        for (Standing each : Standing.values()) ask(each, replies);
        List<String> deviations = new ArrayList<>();
        for (PolicyTable.Cell each : rooms.keySet()) {
            String outcome = outcome(each, Objects.requireNonNull(replies.get(each)));
            if (!outcome.equals(each.expected())) deviations.add(each + ": " + outcome + ", not " + each.expected());
        }
        for (String each : still.values()) {
            Room room = venue.room(each);
            if (!company.host(company.server().rooms().head(each)).equals(room.head())) {
                deviations.add(room.kind() + ": something was done in spite of the answer");
            }
        }
        return deviations;
    }

    private String still(RoomKind kind) {
        return Objects.requireNonNull(still.get(kind));
    }

    private static Act act(PolicyTable.Cell cell) {
        return Acts.named(cell.act());
    }

    private String arguments(PolicyTable.Cell cell) {
        return act(cell)
                .in(
                        venue.room(Objects.requireNonNull(rooms.get(cell))),
                        cell.who().user());
    }

    /** Asks for everything that somebody of this standing is to try. */
    private void ask(Standing who, Map<PolicyTable.Cell, JsonObject> replies) throws Exception {
        List<PolicyTable.Cell> cells =
                rooms.keySet().stream().filter(cell -> cell.who() == who).toList();
        List<Speaker.Request> requests = cells.stream()
                .map(cell -> new Speaker.Request(act(cell).op(), arguments(cell)))
                .toList();
        List<String> lines = company.session(who.user()).askAll(requests);
        for (int i = 0; i < cells.size(); i++) {
            replies.put(cells.get(i), JsonParser.parseString(lines.get(i)).getAsJsonObject());
        }
    }

    private String outcome(PolicyTable.Cell cell, JsonObject reply) throws Exception {
        Room room = venue.room(Objects.requireNonNull(rooms.get(cell)));
        String user = cell.who().user();
        if (reply.has("error")) {
            JsonObject error = reply.getAsJsonObject("error");
            boolean none = error.toString().equals(errorOfNoRoom(user).replace(NO_ROOM, room.id()));
            return none ? "none" : error.get("code").getAsString();
        }
        switch (cell.expected()) {
            case "same" -> {
                return "same"; // which the head of the room shows in the end
            }
            case "card" -> {
                Set<String> shown = reply.getAsJsonObject("room").keySet();
                return CARD.containsAll(shown) ? "card" : shown.toString();
            }
            case "yes" -> {
                Aftermath after = new Aftermath(company, room, user, arguments(cell), reply);
                return act(cell).effect().shows(after) ? "yes" : "said to be done, and is not";
            }
            default -> {
                return "done";
            }
        }
    }

    /** What the user is told of a room that is not there. */
    private String errorOfNoRoom(String user) throws Exception {
        String known = errorsOfNoRoom.get(user);
        if (known != null) return known;
        JsonObject reply = company.session(user).ask("room.get", Act.on(NO_ROOM, ""));
        String error = reply.getAsJsonObject("error").toString();
        errorsOfNoRoom.put(user, error);
        return error;
    }
}
