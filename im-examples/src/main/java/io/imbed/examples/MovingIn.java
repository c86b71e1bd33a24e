package io.imbed.examples;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.ImServer;
import io.imbed.ImportedMember;
import io.imbed.ImportedMessage;
import io.imbed.Imports;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Moves a room of another chat in, from a file with a JSON object a line: the room, its messages from the oldest on, its
 * members. Running it again after it was cut off goes on where it ended. Then prints the room.
 */
public final class MovingIn {
    private final ImServer chat;
    private final Imports imports;
    private final Map<String, Long> seqs = new HashMap<>(); // of messages, by their ids there

    MovingIn(ImServer chat) {
        this.chat = chat;
        this.imports = chat.imports();
    }

    /** Answers what the room looks like. A large file would be read, and given, a few thousand lines at a time. */
    String move(Path file) throws Exception {
        String room = "";
        for (String line : Files.readAllLines(file)) {
            JsonObject row = JsonParser.parseString(line).getAsJsonObject();
            if (row.has("room")) room = room(row);
            else if (row.has("message")) message(room, row);
            else
                imports.members(room, List.of(member(row)))
                        .toCompletableFuture()
                        .join();
        }
        return print(room);
    }

    private String room(JsonObject row) {
        NewRoom room = NewRoom.group(text(row, "room")).title(text(row, "title"));
        return imports.room(room, time(row, "createdAt"))
                .toCompletableFuture()
                .join()
                .id();
    }

    private void message(String room, JsonObject row) {
        ImportedMessage message = ImportedMessage.text(
                text(row, "message"), text(row, "user"), text(row, "name"), time(row, "at"), text(row, "text"));
        if (row.has("replyTo")) message = message.withReplyTo(seq(row, "replyTo"));
        var imported =
                imports.messages(room, List.of(message)).toCompletableFuture().join();
        seqs.put(message.id(), imported.seqs().get(0));
    }

    private ImportedMember member(JsonObject row) {
        Role role = Role.valueOf(text(row, "role"));
        return ImportedMember.of(text(row, "member"), text(row, "name"), role, time(row, "joinedAt"))
                .withRead(seq(row, "read"));
    }

    /** Where the message that the field names stands now. */
    private long seq(JsonObject row, String field) {
        Long seq = seqs.get(text(row, field));
        if (seq == null) throw new IllegalArgumentException(field + " is of no message that came before");
        return seq;
    }

    private static String text(JsonObject row, String field) {
        return row.get(field).getAsString();
    }

    private static Instant time(JsonObject row, String field) {
        return Instant.parse(text(row, field));
    }

    private String print(String room) {
        StringBuilder page = new StringBuilder();
        var history = chat.rooms()
                .history(room, Anchor.LATEST, 100)
                .toCompletableFuture()
                .join();
        history.messages()
                .forEach(each -> page.append(each.seq() + " " + each.at() + " " + each.senderName() + ": "
                        + (each.content() == null
                                ? "(recalled)"
                                : each.content().fallback()) + "\n"));
        var members =
                chat.rooms().members(room, null, 100).toCompletableFuture().join();
        members.forEach(each -> page.append(each.name() + ", " + each.role() + ", has read " + each.read() + "\n"));
        return page.toString();
    }

    public static void main(String[] args) throws Exception {
        try (ImServer chat = ImServer.builder(MemoryStorage.create()).build()) {
            System.out.print(new MovingIn(chat).move(Path.of(args[0])));
        }
    }
}
