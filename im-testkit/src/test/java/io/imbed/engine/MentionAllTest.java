package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Content;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.protocol.SettingsPatch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everybody can be mentioned at once, by those whom the room lets. */
class MentionAllTest {
    private boolean mention; // whether the hook makes each message one for all
    private int asked;

    private final Chat chat =
            Chat.open(builder -> builder.limits(Chat.unhurried()).on(BeforeSend.class, attempt -> {
                asked++;
                return mention ? Verdict.replace(attempt.draft().withMentions(List.of(Message.ALL))) : Verdict.allow();
            }));

    @AfterEach
    void close() {
        chat.close();
    }

    private static String send(String room, String cid) {
        return "\"room\":\"" + room + "\",\"cid\":\"" + cid + "\",\"content\":{\"type\":\"text\",\"text\":\"" + cid
                + "\"},\"mentions\":[\"~all\"]";
    }

    private static String edit(long seq) {
        return "\"room\":\"r\",\"seq\":" + seq
                + ",\"content\":{\"type\":\"text\",\"text\":\"edited\"},\"mentions\":[\"~all\"]";
    }

    private static long mentions(Peer peer, String room) {
        return peer.ok("room.get", "\"room\":\"" + room + "\"")
                .getAsJsonObject("room")
                .get("mentions")
                .getAsLong();
    }

    @Test
    void memberOfAGroupMentionsAllAndEveryOtherIsMentioned() {
        chat.done(chat.server.rooms().create(NewRoom.group("g").owner("alice").members("bob", "carol")));
        Peer alice = chat.signIn("alice");
        Peer bob = chat.signIn("bob");

        bob.ok("send", send("g", "c1"));

        assertThat(mentions(alice, "g")).isEqualTo(1);
        assertThat(mentions(chat.signIn("carol"), "g")).isEqualTo(1);
        assertThat(mentions(bob, "g")).isZero();
    }

    @Test
    void bothOfADirectRoomMentionAll() {
        Peer alice = chat.signIn("alice");
        String room = alice.ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\"")
                .getAsJsonObject("room")
                .get("id")
                .getAsString();

        alice.ok("send", send(room, "c1"));

        assertThat(mentions(chat.signIn("bob"), room)).isEqualTo(1);
    }

    @Test
    void memberOfAChannelMayNotAndNoHookIsAsked() {
        Peer[] peers = chat.channel("r", "alice", "bob");

        JsonObject reply = peers[1].ask("send", send("r", "c1"));

        assertThat(Peer.code(reply)).isEqualTo("FORBIDDEN");
        assertThat(Peer.message(reply)).isEqualTo("you are member of room r; to mention all there takes admin");
        assertThat(asked).isZero();
        peers[1].sendText("r", "c2", "to nobody");
        assertThat(peers[1].refused("edit", edit(1))).isEqualTo("FORBIDDEN");
        assertThat(mentions(peers[0], "r")).isZero();
    }

    @Test
    void adminOfAChannelMayAlsoWithAnEdit() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.done(chat.server.rooms().role("r", "bob", Role.ADMIN));

        peers[1].ok("send", send("r", "c1"));
        peers[1].sendText("r", "c2", "to nobody");
        peers[1].ok("edit", edit(2));

        assertThat(mentions(peers[0], "r")).isEqualTo(2);
        peers[1].ok("recall", "\"room\":\"r\",\"seq\":1");
        assertThat(mentions(peers[0], "r")).isEqualTo(1);
    }

    @Test
    void settingSaysWhoMay() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withMentionAll(Role.MEMBER)));

        peers[1].ok("send", send("r", "c1"));

        assertThat(mentions(peers[0], "r")).isEqualTo(1);
    }

    @Test
    void whatAHookMakesOfAMessageIsCheckedToo() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        mention = true;

        assertThat(Peer.code(peers[1].sendText("r", "c1", "hello"))).isEqualTo("FORBIDDEN");

        assertThat(mentions(peers[0], "r")).isZero();
    }

    @Test
    void hostMentionsAll() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        Draft draft = Draft.text("hello").withMentions(List.of(Message.ALL));

        chat.done(chat.server.rooms().send("r", draft));
        chat.done(chat.server.rooms().send("r", Draft.text("again")));
        chat.done(chat.server.rooms().edit("r", 2, Content.text("again, all"), List.of(Message.ALL)));

        for (Peer each : peers) assertThat(mentions(each, "r")).isEqualTo(2);
    }
}
