package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.imbed.Limits;
import io.imbed.NewRoom;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.SettingsPatch;
import io.imbed.protocol.UserView;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has read a message: those who were there, have read so far, and let it be seen. */
class ReadersTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> {
        Limits limits = Chat.unhurried();
        Limits.Pages pages = limits.pages();
        builder.limits(limits.with(
                new Limits.Pages(pages.items(), pages.bytes(), pages.catchUpEvents(), pages.roomsFollowed(), 5)));
    });
    private Peer alice;

    @BeforeEach
    void open() {
        chat.done(chat.server.rooms().create(NewRoom.group("r").owner("alice").members("bob", "carol", "dave")));
        alice = chat.signIn("alice");
        alice.sendText("r", "c1", "one");
        alice.sendText("r", "c2", "two");
        for (String user : List.of("bob", "carol"))
            chat.done(chat.server.rooms().mark("r", user, 2, 0));
        chat.done(chat.server.rooms().mark("r", "dave", 1, 0));
    }

    @AfterEach
    void close() {
        storage.reads().release();
        chat.close();
    }

    private static String message(long seq, String rest) {
        return "\"room\":\"r\",\"seq\":" + seq + rest;
    }

    private static List<String> ids(JsonObject reply) {
        return reply.getAsJsonArray("readers").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(user -> user.get("id").getAsString())
                .toList();
    }

    @Test
    void readersAreListedInPagesWithoutTheSender() {
        assertThat(ids(alice.ok("readers", message(2, "")))).containsExactly("bob", "carol");
        JsonObject first = alice.ok("readers", message(1, ",\"limit\":2"));
        assertThat(ids(first)).containsExactly("bob", "carol");
        assertThat(first.get("more").getAsBoolean()).isTrue();
        JsonObject second = alice.ok("readers", message(1, ",\"limit\":2,\"after\":\"carol\""));
        assertThat(ids(second)).containsExactly("dave");
        assertThat(second.get("more").getAsBoolean()).isFalse();
        assertThat(chat.done(chat.server.rooms().readers("r", 2, null, 10)))
                .extracting(UserView::id)
                .containsExactly("bob", "carol");
    }

    @Test
    void whoReadsInPrivateOrCameLaterIsNoReader() {
        chat.done(chat.server.rooms().prefer("r", "bob", OwnSettings.Patch.NONE.withPrivateReading(true)));
        chat.done(chat.server.rooms().invite("r", "late", Role.MEMBER));

        assertThat(ids(alice.ok("readers", message(2, "")))).containsExactly("carol");
    }

    @Test
    void refusedWhereThereIsNothingToBeTold() {
        assertThat(alice.refused("readers", message(3, ""))).isEqualTo("NOT_FOUND");
        assertThat(chat.signIn("eve").refused("readers", message(1, ""))).isEqualTo("NOT_FOUND");
        chat.done(chat.server.rooms().invite("r", "e1", Role.MEMBER));
        chat.done(chat.server.rooms().invite("r", "e2", Role.MEMBER));
        assertThat(Peer.message(alice.ask("readers", message(1, ""))))
                .isEqualTo("room r has 6 members; who has read is told in rooms of up to 5");
        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withReceipts(false)));
        assertThat(Peer.message(alice.ask("readers", message(1, "")))).isEqualTo("room r is without receipts");
        assertThat(chat.done(chat.server.rooms().readers("r", 1, null, 10))).hasSize(3);
        assertThatThrownBy(() -> chat.done(chat.server.rooms().readers("r", 9, null, 10)))
                .hasMessageContaining("no message 9");
    }

    @Test
    void messagesOfThePastAreNotFound() {
        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withHistory(History.JOINED)));
        chat.done(chat.server.rooms().invite("r", "late", Role.MEMBER));

        assertThat(chat.signIn("late").refused("readers", message(2, ""))).isEqualTo("NOT_FOUND");
        alice.ok("readers", message(2, ""));
    }

    @Test
    void whoIsRemovedWhileItIsReadGetsTheRefusal() {
        Peer bob = chat.signIn("bob");
        storage.reads().hold();
        int asked = bob.post("readers", message(1, ""));
        chat.env.runAll();
        chat.server.rooms().kick("r", "bob");
        chat.env.runAll();
        storage.reads().release();
        chat.env.runAll();

        assertThat(Peer.code(bob.reply(asked))).isEqualTo("NOT_FOUND");
    }
}
