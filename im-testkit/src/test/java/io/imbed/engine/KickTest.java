package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 8 against reads that were under way when a member was removed: what they bring is too late for it. */
class KickTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.reads().release();
        chat.close();
    }

    private Peer hello(String user, long rev) {
        Peer peer = chat.connect();
        peer.post(
                "hello",
                "\"v\":1,\"token\":\"guest:" + user + "\",\"rooms\":{\"r\":{\"epoch\":\""
                        + storage.room("r").epoch() + "\",\"rev\":" + rev + "}}");
        chat.env.runAll();
        return peer;
    }

    @Test
    void pageReadWhileItsReaderIsKickedIsNotGiven() {
        chat.channel("r", "alice", "bob")[1].connection.cut();
        for (int i = 0; i < 300; i++) chat.server.rooms().send("r", Draft.text("m" + i)); // beyond the lane's memory
        chat.env.runAll();
        storage.reads().hold(TroubledReads.Kind.EVENTS);
        Peer bob = hello("bob", 2);
        chat.done(chat.server.rooms().kick("r", "bob"));

        storage.reads().release();

        assertThat(bob.takeEvents()).isEmpty();
        assertThat(bob.take("gone")).hasSize(1);
    }

    @Test
    void memberKickedWhileItsRoomsAreReadForTheHelloDoesNotFollow() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.reads().hold();
        Peer again = hello("bob", 2);
        chat.server.rooms().kick("r", "bob");
        chat.env.runAll();
        peers[0].ok("typing", "\"room\":\"r\",\"on\":true"); // the lane has forgotten by now that bob is no member

        storage.reads().release();
        chat.env.runAll();
        chat.done(chat.server.rooms().send("r", Draft.text("after")));

        List<JsonObject> heard = again.takeAll();
        assertThat(heard.toString()).doesNotContain("after").contains("gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"history|", "members|", "sync|,\"epoch\":\"%s\",\"rev\":0"})
    void whatIsReadForAMemberThatIsKickedMeanwhileIsNotAnswered(String request) {
        Peer bob = chat.channel("r", "alice", "bob")[1];
        String arguments = request.substring(request.indexOf('|') + 1)
                .formatted(storage.room("r").epoch());
        storage.reads().hold();
        int id = bob.post(request.substring(0, request.indexOf('|')), "\"room\":\"r\"" + arguments);
        chat.env.runAll();
        chat.done(chat.server.rooms().kick("r", "bob"));

        storage.reads().release();
        chat.env.runAll();

        assertThat(Peer.code(bob.reply(id))).isEqualTo("FORBIDDEN");
    }

    @Test
    void roomIsShownAsToAnOutsiderToAMemberThatIsKickedMeanwhile() {
        Peer bob = chat.channel("r", "alice", "bob")[1];
        storage.reads().hold();
        int id = bob.post("room.get", "\"room\":\"r\"");
        chat.env.runAll();
        chat.done(chat.server.rooms().kick("r", "bob"));

        storage.reads().release();
        chat.env.runAll();

        assertThat(bob.reply(id).getAsJsonObject("room").has("role")).isFalse();
    }
}
