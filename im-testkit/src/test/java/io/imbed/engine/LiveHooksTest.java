package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeJoin;
import io.imbed.hook.MemberJoined;
import io.imbed.hook.MemberKicked;
import io.imbed.hook.MemberLeft;
import io.imbed.hook.MessageSent;
import io.imbed.hook.Occurrence;
import io.imbed.hook.Offline;
import io.imbed.hook.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The host has its say over who attends a LIVE room, and is not told of each who does. */
class LiveHooksTest {
    private static final String ROOM = "\"room\":\"live\"";

    private final List<Occurrence> told = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Chat chat = Chat.open(builder -> builder.limits(Chat.unhurried())
            .on(MemberJoined.class, told::add)
            .on(MemberLeft.class, told::add)
            .on(MemberKicked.class, told::add)
            .on(MessageSent.class, told::add)
            .on(Offline.class, told::add)
            .on(BeforeJoin.class, join -> {
                asked.add(join.user());
                return join.user().equals("mallory") ? Verdict.reject("not you") : Verdict.allow();
            }));

    @BeforeEach
    void make() {
        chat.done(chat.server.rooms().create(NewRoom.live("live").owner("owner")));
        told.clear();
        asked.clear();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private Peer attend(String user) {
        Peer peer = chat.signIn(user);
        peer.ok("join", ROOM);
        return peer;
    }

    @Test
    void hostIsAskedBeforeAndNotToldAfter() {
        Peer mallory = chat.signIn("mallory");
        assertThat(mallory.refused("join", ROOM)).isEqualTo("REJECTED");
        assertThat(mallory.refused("history", ROOM)).isEqualTo("FORBIDDEN");
        Peer alice = attend("alice");
        alice.ok("join", ROOM);
        alice.ok("leave", ROOM);
        attend("bob").connection.cut();

        assertThat(asked).containsExactly("mallory", "alice", "bob");
        assertThat(told).isEmpty();
    }

    @Test
    void hostIsToldOfAKickOnceAndOfNoAbsentees() {
        attend("alice");
        chat.done(chat.server.rooms().kick("live", "alice"));
        chat.done(chat.server.rooms().send("live", Draft.text("the owner is away")));

        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isEqualTo(new Occurrence.Member("live", "alice", "~system"));
        assertThat(told.get(1)).isInstanceOf(Occurrence.Sent.class);
    }
}
