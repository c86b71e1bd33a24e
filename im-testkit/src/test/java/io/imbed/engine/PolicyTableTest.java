package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.Request;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each cell of PROTOCOL.md's "Who may do what" is what the server does, over the wire. */
class PolicyTableTest {
    /** Arguments beside the room, for each op about a room; {@code target} is a plain member, {@code fresh} a stranger. */
    private static final Map<String, String> ARGUMENTS = new LinkedHashMap<>();

    static {
        ARGUMENTS.put("room.get", "");
        ARGUMENTS.put("join", "");
        ARGUMENTS.put("leave", "");
        ARGUMENTS.put("members", "");
        ARGUMENTS.put("history", "");
        ARGUMENTS.put("sync", ",\"epoch\":\"EPOCH\",\"rev\":0");
        ARGUMENTS.put("mark", ",\"read\":1");
        ARGUMENTS.put("typing", ",\"on\":true");
        ARGUMENTS.put("send", ",\"cid\":\"new\",\"content\":{\"type\":\"text\",\"text\":\"x\"}");
        ARGUMENTS.put("edit", ",\"seq\":SEQ,\"content\":{\"type\":\"text\",\"text\":\"y\"}");
        ARGUMENTS.put("recall", ",\"seq\":1");
        ARGUMENTS.put("react", ",\"seq\":1,\"key\":\"+1\",\"on\":true");
        ARGUMENTS.put("pin", ",\"seq\":1,\"on\":true");
        ARGUMENTS.put("pins", "");
        ARGUMENTS.put("readers", ",\"seq\":1");
        ARGUMENTS.put("invite", ",\"user\":\"fresh\"");
        ARGUMENTS.put("kick", ",\"user\":\"target\"");
        ARGUMENTS.put("role", ",\"user\":\"target\",\"role\":\"admin\"");
        ARGUMENTS.put("mute", ",\"user\":\"target\"");
        ARGUMENTS.put("unmute", ",\"user\":\"target\"");
        ARGUMENTS.put("ban", ",\"user\":\"target\"");
        ARGUMENTS.put("unban", ",\"user\":\"target\"");
        ARGUMENTS.put("bans", "");
        ARGUMENTS.put("room.update", ",\"title\":\"New\"");
        ARGUMENTS.put("room.delete", "");
    }

    private record Cell(RoomKind kind, String op, String standing, String expected) {}

    @TestFactory
    Stream<DynamicTest> cellIsWhatTheServerDoes() {
        return cells().stream()
                .map(cell -> dynamicTest(cell.kind() + " " + cell.op() + " by " + cell.standing(), () -> {
                    try (Chat chat = Chat.open(MemoryStorage.create(), builder -> builder.limits(Chat.unhurried()))) {
                        assertThat(outcome(chat, cell)).isEqualTo(cell.expected());
                    }
                }));
    }

    @Test
    void everyOpAboutARoomHasARowInTheTableOfEachKind() {
        assertThat(ARGUMENTS).hasSize(Request.InRoom.class.getPermittedSubclasses().length);
        for (RoomKind kind : RoomKind.values()) {
            assertThat(cells().stream()
                            .filter(cell -> cell.kind() == kind)
                            .map(Cell::op)
                            .distinct())
                    .as(kind.name())
                    .containsExactlyInAnyOrderElementsOf(ARGUMENTS.keySet());
        }
    }

    /** In a room with everybody of {@link Cell#standing} and a message of the host's. */
    private static String outcome(Chat chat, Cell cell) {
        String room = make(chat, cell.kind());
        if (cell.kind() == RoomKind.LIVE) chat.signIn("target").ok("join", "\"room\":\"r\"");
        chat.done(chat.server.rooms().send(room, Draft.text("the host's")));
        Peer peer = chat.signIn(cell.standing());
        boolean attends = cell.standing().equals("member") || cell.standing().equals("muted");
        if (cell.kind() == RoomKind.LIVE && attends) peer.ok("join", "\"room\":\"r\"");
        // Whoever can be is the sender of a message, so that an edit fails for no other reason.
        JsonObject own = peer.sendText(room, "own", "mine");
        if (cell.standing().equals("muted")) {
            chat.done(chat.server.rooms().mute(room, "muted", null, null));
        }
        String seq = own.has("seq") ? own.get("seq").getAsString() : "1";
        String epoch = chat.done(chat.server.rooms().head(room)).epoch();
        String arguments = ARGUMENTS.get(cell.op()).replace("SEQ", seq).replace("EPOCH", epoch);

        JsonObject reply = peer.ask(cell.op(), "\"room\":\"" + room + "\"" + arguments);

        return reply.has("error") ? Peer.code(reply) : "yes";
    }

    private static String make(Chat chat, RoomKind kind) {
        if (kind == RoomKind.DIRECT) {
            return chat.done(chat.server.rooms().create(NewRoom.direct("member", "target")))
                    .id();
        }
        if (kind == RoomKind.LIVE) {
            chat.done(chat.server.rooms().create(NewRoom.live("r").owner("owner")));
            chat.done(chat.server.rooms().invite("r", "admin", Role.ADMIN));
            chat.done(chat.server.rooms().ban("r", "banned", null, null));
            return "r";
        }
        NewRoom room = kind == RoomKind.GROUP ? NewRoom.group("r") : NewRoom.channel("r");
        chat.done(chat.server
                .rooms()
                .create(room.owner("owner").members("admin", "member", "muted", "target", "banned")));
        chat.done(chat.server.rooms().role("r", "admin", Role.ADMIN));
        chat.done(chat.server.rooms().ban("r", "banned", null, null));
        return "r";
    }

    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (RoomKind kind : RoomKind.values()) cells.addAll(table(kind));
        return cells;
    }

    /** The table below the heading of the kind: a row an op, a column a standing. */
    private static List<Cell> table(RoomKind kind) {
        String document = document();
        int from = document.indexOf("\n### In a `" + kind + "`");
        assertThat(from).as("section of " + kind).isPositive();
        int to = document.indexOf("\n##", from + 4);
        List<Cell> cells = new ArrayList<>();
        List<String> standings = List.of();
        for (String line : document.substring(from, to).split("\n")) {
            if (!line.startsWith("|") || line.startsWith("|--")) continue;
            List<String> columns = List.of(line.substring(1, line.length() - 1).split("\\|"));
            List<String> values = columns.stream().map(String::strip).toList();
            if (values.get(0).isEmpty()) {
                standings = values.subList(1, values.size());
                continue;
            }
            Matcher op = Pattern.compile("`([a-z.]+)`").matcher(values.get(0));
            while (op.find()) {
                for (int i = 0; i < standings.size(); i++) {
                    String expected = values.get(i + 1).replace("`", "");
                    cells.add(new Cell(kind, op.group(1), standings.get(i), expected));
                }
            }
        }
        return cells;
    }

    private static String document() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path document = folder.resolve("PROTOCOL.md");
            if (!Files.exists(document)) continue;
            try {
                return Files.readString(document);
            } catch (IOException e) {
                throw new IllegalStateException(document.toString(), e);
            }
        }
        throw new IllegalStateException("no PROTOCOL.md here or above");
    }
}
