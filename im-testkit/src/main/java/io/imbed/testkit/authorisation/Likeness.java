package io.imbed.testkit.authorisation;

import io.imbed.protocol.Role;
import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.SettingsPatch;
import java.util.ArrayList;
import java.util.List;

/** Everything that one user can ask of a room, asked of it and of a room that is not there. Threads: one. */
final class Likeness {
    /** Settings that have something against nearly everything. */
    static final SettingsPatch STRICT = SettingsPatch.NONE
            .withPost(Role.OWNER)
            .withMentionAll(Role.OWNER)
            .withReceipts(false)
            .withTyping(false)
            .withHistory(History.JOINED)
            .withRecallMs(0)
            .withSlowMs(86_400_000)
            .withMaxMembers(14);

    /** Requests that are wrong in themselves: what is said of that must not depend on the room. */
    private static final List<Speaker.Request> WRONG = List.of(
            new Speaker.Request(
                    "send", "\"cid\":\"long\",\"content\":{\"type\":\"text\",\"text\":\"" + "x".repeat(9_000) + "\"}"),
            new Speaker.Request("send", "\"cid\":\"odd\",\"content\":{\"type\":\"x.odd\",\"fallback\":\"odd\"}"),
            new Speaker.Request(
                    "edit", "\"seq\":1,\"content\":{\"type\":\"text\",\"text\":\"" + "x".repeat(9_000) + "\"}"),
            new Speaker.Request("edit", "\"seq\":0,\"content\":{\"type\":\"text\",\"text\":\"\"}"),
            new Speaker.Request("history", "\"limit\":101"),
            new Speaker.Request("history", "\"around\":1,\"before\":2"),
            new Speaker.Request("sync", "\"rev\":1"),
            new Speaker.Request("join", "\"epoch\":\"other\",\"rev\":99"),
            new Speaker.Request("mark", "\"read\":9007199254740991"),
            new Speaker.Request("members", "\"after\":\"owner\",\"limit\":1"),
            new Speaker.Request("room.update", "\"settings\":{\"maxMembers\":1}"),
            new Speaker.Request("room.update", "\"settings\":{\"slowMs\":-1}"),
            new Speaker.Request("room.update", "\"title\":\"\""),
            new Speaker.Request("role", "\"user\":\"owner\",\"role\":\"none\""),
            new Speaker.Request("ban", "\"user\":\"owner\",\"ms\":0"));

    private final Company company;
    private final String user;

    Likeness(Company company, String user) {
        this.company = company;
        this.user = user;
    }

    /** What tells them apart: of all of it, and of a hello that names the room. */
    List<String> differences(Room room) throws Exception {
        String absent = Venue.absent(room.id());
        return new Twins(greet(room.id()), greet(absent)).differences(requests(room), room.id(), absent);
    }

    private Speaker greet(String room) throws Exception {
        Speaker speaker = company.connect();
        speaker.ask("hello", Company.hello(user) + ",\"rooms\":{\"" + room + "\":{\"epoch\":\"e\",\"rev\":1}}");
        speaker.hears("\"ev\":\"gone\"", room);
        return speaker;
    }

    private List<Speaker.Request> requests(Room room) {
        List<Speaker.Request> requests = new ArrayList<>();
        for (Act each : Acts.BY_NAME.values()) requests.add(new Speaker.Request(each.op(), each.in(room, user)));
        for (Speaker.Request each : WRONG) {
            requests.add(new Speaker.Request(each.op(), Act.on(room.id(), each.arguments())));
        }
        requests.add(new Speaker.Request("room.list", "\"after\":\"" + room.id() + "\""));
        return requests;
    }
}
