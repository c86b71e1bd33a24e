package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.Role;
import io.imbed.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Making, finding, joining and leaving rooms. */
class RoomsTest {
    private final Chat chat = Chat.open(storage(), builder -> builder.limits(Chat.unhurried()));

    Storage storage() {
        return MemoryStorage.create();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static JsonObject room(JsonObject reply) {
        return reply.getAsJsonObject("room");
    }

    private static String id(JsonObject room) {
        return room.get("id").getAsString();
    }

    private static List<String> ids(JsonObject page) {
        List<String> ids = new ArrayList<>();
        page.getAsJsonArray("rooms").forEach(room -> ids.add(id(room.getAsJsonObject())));
        return ids;
    }

    @Test
    void groupIsMadeWithItsCreatorAsOwnerAndMembersAreTold() {
        Peer bob = chat.signIn("bob");
        Peer alice = chat.signIn("alice");

        JsonObject room = room(alice.ok(
                "room.create", "\"kind\":\"GROUP\",\"title\":\"Lunch\",\"members\":[\"bob\",\"carol\"],\"cid\":\"x\""));

        assertThat(id(room)).startsWith("g.");
        assertThat(room.get("role").getAsString()).isEqualTo("owner");
        assertThat(room.get("members").getAsInt()).isEqualTo(3);
        assertThat(room.get("rev").getAsInt()).isEqualTo(3);
        JsonObject bobs = room(bob.take("room").get(0));
        assertThat(id(bobs)).isEqualTo(id(room));
        assertThat(bobs.get("role").getAsString()).isEqualTo("member");
    }

    @Test
    void everyFounderSeesTheFoundersThatJoinedAfterIt() {
        Peer bob = chat.signIn("bob");
        Peer alice = chat.signIn("alice");

        alice.ok("room.create", "\"kind\":\"GROUP\",\"members\":[\"bob\",\"carol\"]");

        long from = room(bob.take("room").get(0)).get("rev").getAsLong();
        assertThat(from).isEqualTo(2);
        assertThat(Peer.revs(bob.takeEvents())).containsExactly(3L);
    }

    @Test
    void retryOfACreateFindsTheSameRoom() {
        Peer alice = chat.signIn("alice");
        String group = "\"kind\":\"GROUP\",\"title\":\"Lunch\",\"cid\":\"x\"";

        String first = id(room(alice.ok("room.create", group)));
        String second = id(room(alice.ok("room.create", group)));
        String other = id(room(alice.ok("room.create", "\"kind\":\"GROUP\",\"title\":\"Lunch\",\"cid\":\"y\"")));

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(ids(alice.ok("room.list", ""))).containsExactlyInAnyOrder(first, other);
    }

    @Test
    void directRoomIsOneWhoeverOpensItFirst() {
        Peer alice = chat.signIn("alice");
        Peer bob = chat.signIn("bob");

        JsonObject mine = room(alice.ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\""));
        JsonObject his = room(bob.ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"alice\""));

        assertThat(id(his)).isEqualTo(id(mine)).startsWith("d.");
        assertThat(mine.get("peer").getAsString()).isEqualTo("bob");
        assertThat(his.get("peer").getAsString()).isEqualTo("alice");
        alice.sendText(id(mine), "c1", "hi");
        assertThat(Peer.texts(bob.takeEvents())).containsExactly("hi");
        assertThat(alice.refused("leave", "\"room\":\"" + id(mine) + "\"")).isEqualTo("FORBIDDEN");
        assertThat(chat.signIn("carol").refused("join", "\"room\":\"" + id(mine) + "\""))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void whoIsNoUserIsNotInvitedAnywhere() {
        Peer alice = chat.signIn("alice");

        assertThat(alice.refused("room.create", "\"kind\":\"DIRECT\",\"user\":\"~system\""))
                .isEqualTo("BAD_REQUEST");
        assertThat(alice.refused("room.create", "\"kind\":\"GROUP\",\"members\":[\"~system\"]"))
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void directRoomWithOneselfIsRefused() {
        assertThat(chat.signIn("alice").refused("room.create", "\"kind\":\"DIRECT\",\"user\":\"alice\""))
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void wishedIdIsGrantedOnceAndServerPrefixesAreNotWishedFor() {
        Peer alice = chat.signIn("alice");
        Peer bob = chat.signIn("bob");
        String wish = "\"kind\":\"CHANNEL\",\"room\":\"news\",\"title\":\"News\"";

        assertThat(id(room(alice.ok("room.create", wish)))).isEqualTo("news");
        assertThat(id(room(alice.ok("room.create", wish)))).isEqualTo("news");
        assertThat(bob.refused("room.create", wish)).isEqualTo("CONFLICT");
        for (String prefix : List.of("g.", "d.", "c.", "~")) {
            assertThat(alice.refused("room.create", "\"kind\":\"CHANNEL\",\"room\":\"" + prefix + "x\""))
                    .isEqualTo("BAD_REQUEST");
        }
    }

    @Test
    void joinIsAnsweredWithTheRoomAndEveryoneSeesIt() {
        Peer alice = chat.channel("r", "alice")[0];
        Peer bob = chat.signIn("bob");

        JsonObject joined = bob.ok("join", "\"room\":\"r\"");

        assertThat(room(joined).get("role").getAsString()).isEqualTo("member");
        assertThat(room(joined).get("rev").getAsLong()).isEqualTo(2);
        assertThat(joined.get("recovered").getAsBoolean()).isFalse();
        JsonObject event = alice.takeEvents().get(0);
        assertThat(event.get("type").getAsString()).isEqualTo("joined");
        assertThat(event.get("user").getAsString()).isEqualTo("bob");
    }

    @Test
    void joiningTwiceMakesOneEvent() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        peers[1].ok("join", "\"room\":\"r\"");

        assertThat(peers[0].takeEvents()).isEmpty();
    }

    @Test
    void leavingWhatOneIsNotInIsFineInAChannel() {
        chat.channel("r");
        Peer alice = chat.signIn("alice");

        alice.ok("leave", "\"room\":\"r\"");
    }

    @Test
    void listPagesThroughMyRooms() {
        Peer alice = chat.signIn("alice");
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            chat.channel("r" + i);
            alice.ok("join", "\"room\":\"r" + i + "\"");
        }
        String after = "";
        JsonObject page;
        do {
            page = alice.ok("room.list", "\"limit\":10" + after);
            all.addAll(ids(page));
            after = ",\"after\":\"" + all.get(all.size() - 1) + "\"";
        } while (page.get("more").getAsBoolean());

        assertThat(all).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void fullPageThatIsTheLastSaysSo() {
        Peer alice = chat.channel("r", "alice", "bob")[0];

        assertThat(more(alice.ok("members", "\"room\":\"r\",\"limit\":2"))).isFalse();
        assertThat(more(alice.ok("members", "\"room\":\"r\",\"limit\":1"))).isTrue();
        assertThat(more(alice.ok("room.list", "\"limit\":1"))).isFalse();
        assertThat(more(alice.ok("room.list", "\"limit\":1,\"kind\":\"CHANNEL\"")))
                .isFalse();
        for (int i = 1; i < 100; i++) group("r" + i, "alice");
        assertThat(more(chat.connect().ok("hello", "\"v\":1,\"token\":\"guest:alice\"")))
                .isFalse();
        group("r100", "alice");
        assertThat(more(chat.connect().ok("hello", "\"v\":1,\"token\":\"guest:alice\"")))
                .isTrue();
    }

    private void group(String id, String member) {
        chat.done(chat.server.rooms().create(NewRoom.group(id).members(member)));
    }

    private static boolean more(JsonObject page) {
        return page.get("more").getAsBoolean();
    }

    @Test
    void channelsCanBeFoundAndGroupsCannot() {
        chat.channel("open");
        chat.done(chat.server.rooms().create(NewRoom.group("closed").owner("bob")));

        JsonObject page = chat.signIn("alice").ok("room.list", "\"kind\":\"CHANNEL\"");

        assertThat(ids(page)).containsExactly("open");
    }

    @Test
    void membersComeInPagesWithRoleAndPresence() {
        Peer[] peers = chat.channel("r", "alice", "bob", "carol");
        chat.done(chat.server.rooms().role("r", "alice", Role.ADMIN));
        peers[2].connection.cut();
        chat.env.runAll();

        JsonObject page = peers[0].ok("members", "\"room\":\"r\",\"limit\":2");
        JsonObject rest = peers[0].ok("members", "\"room\":\"r\",\"limit\":2,\"after\":\"bob\"");

        JsonObject alice = page.getAsJsonArray("members").get(0).getAsJsonObject();
        assertThat(alice.get("user").getAsString()).isEqualTo("alice");
        assertThat(alice.get("role").getAsString()).isEqualTo("admin");
        assertThat(alice.get("online").getAsBoolean()).isTrue();
        assertThat(page.get("more").getAsBoolean()).isTrue();
        JsonObject carol = rest.getAsJsonArray("members").get(0).getAsJsonObject();
        assertThat(carol.get("online").getAsBoolean()).isFalse();
        assertThat(rest.get("more").getAsBoolean()).isFalse();
    }

    @Test
    void historyIsReadFromAnySide() {
        Peer alice = chat.channel("r", "alice")[0];
        for (int i = 1; i <= 30; i++) chat.done(chat.server.rooms().send("r", Draft.text("m" + i)));

        assertThat(seqs(alice, "")).startsWith(21L).endsWith(30L);
        assertThat(seqs(alice, ",\"before\":21")).startsWith(11L).endsWith(20L);
        assertThat(seqs(alice, ",\"after\":5")).startsWith(6L).endsWith(15L);
        assertThat(seqs(alice, ",\"around\":15")).contains(15L).hasSize(10);
        JsonObject first = alice.ok("history", "\"room\":\"r\",\"before\":3");
        assertThat(first.get("more").getAsBoolean()).isFalse();
        assertThat(first.getAsJsonArray("range").toString()).isEqualTo("[1,2]");
        assertThat(first.get("rev").getAsLong()).isEqualTo(31);
    }

    private static List<Long> seqs(Peer peer, String side) {
        List<Long> seqs = new ArrayList<>();
        peer.ok("history", "\"room\":\"r\",\"limit\":10" + side)
                .getAsJsonArray("messages")
                .forEach(
                        message -> seqs.add(message.getAsJsonObject().get("seq").getAsLong()));
        return seqs;
    }
}
