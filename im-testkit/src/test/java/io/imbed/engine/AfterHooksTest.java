package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.NewRoom;
import io.imbed.Origin;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Connected;
import io.imbed.hook.Disconnected;
import io.imbed.hook.MemberJoined;
import io.imbed.hook.MemberLeft;
import io.imbed.hook.MessageSent;
import io.imbed.hook.Occurrence;
import io.imbed.hook.RoomCreated;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the host is told once something has happened: once, and nothing that did not happen. */
class AfterHooksTest {
    private final List<Occurrence> told = new ArrayList<>();
    private Chat chat;

    @AfterEach
    void close() {
        chat.close();
    }

    private void open(Consumer<ImServer.Builder> settings) {
        chat = Chat.open(builder -> settings.accept(builder.limits(Chat.unhurried())));
    }

    @Test
    void messageIsToldAsItWasCommitted() {
        open(builder -> builder.on(
                        BeforeSend.class,
                        attempt -> Verdict.replace(attempt.draft().withText("replaced")))
                .on(MessageSent.class, told::add));
        Peer alice = chat.channel("r", "alice")[0];

        JsonObject ack = alice.sendText("r", "c1", "hi");

        assertThat(told).singleElement().isInstanceOfSatisfying(Occurrence.Sent.class, sent -> {
            assertThat(sent.message().seq()).isEqualTo(ack.get("seq").getAsLong());
            assertThat(sent.message().rev()).isEqualTo(ack.get("rev").getAsLong());
            assertThat(sent.message().sender()).isEqualTo("alice");
            assertThat(sent.message().content().fallback()).isEqualTo("replaced");
            assertThat(sent.kind()).isEqualTo(RoomKind.CHANNEL);
            assertThat(sent.origin()).isEqualTo(Origin.CLIENT);
        });
    }

    @Test
    void repeatsAndRefusedMessagesAreNotTold() {
        open(builder -> builder.on(MessageSent.class, told::add));
        Peer alice = chat.channel("r", "alice")[0];
        Peer mallory = chat.signIn("mallory");

        alice.postText("r", "c1", "hi");
        alice.postText("r", "c1", "hi");
        chat.env.runAll();
        alice.sendText("r", "c1", "hi");
        alice.sendText("r", "c1", "something else");
        mallory.sendText("r", "c1", "hi");

        assertThat(told).hasSize(1);
    }

    @Test
    void hostsOwnMessagesAreToldWithTheirOrigin() {
        open(builder -> builder.on(MessageSent.class, sent -> {
            told.add(sent);
            if (sent.origin() == Origin.HOST) chat.server.rooms().send("r", Draft.text("echo"));
        }));
        chat.channel("r");

        chat.done(chat.server.rooms().send("r", Draft.text("hi")));

        assertThat(told.stream().map(each -> ((Occurrence.Sent) each).origin()))
                .containsExactly(Origin.HOST, Origin.HOOK);
    }

    @Test
    void membersAreToldAsTheyComeAndGoOnceEach() {
        open(builder -> builder.on(MemberJoined.class, told::add).on(MemberLeft.class, told::add));
        chat.channel("r");
        Peer alice = chat.signIn("alice");

        alice.ok("join", "\"room\":\"r\"");
        alice.ok("join", "\"room\":\"r\"");
        chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER));
        chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER));
        alice.ok("leave", "\"room\":\"r\"");
        chat.done(chat.server.rooms().kick("r", "bob"));
        chat.done(chat.server.rooms().kick("r", "bob"));

        assertThat(told)
                .containsExactly(
                        new Occurrence.Member("r", "alice", "alice"),
                        new Occurrence.Member("r", "bob", "~system"),
                        new Occurrence.Member("r", "alice", "alice"),
                        new Occurrence.Member("r", "bob", "~system"));
    }

    @Test
    void roomIsToldOnceWithItsFoundersAndNotAgainForARepeat() {
        open(builder -> builder.on(RoomCreated.class, told::add).on(MemberJoined.class, told::add));
        Peer alice = chat.signIn("alice");

        String create = "\"kind\":\"GROUP\",\"cid\":\"x\",\"members\":[\"bob\"]";
        JsonObject made = alice.ok("room.create", create);
        alice.ok("room.create", create);

        String id = made.getAsJsonObject("room").get("id").getAsString();
        assertThat(told)
                .containsExactlyInAnyOrder(
                        new Occurrence.Room(id, RoomKind.GROUP, "alice"),
                        new Occurrence.Member(id, "alice", "alice"),
                        new Occurrence.Member(id, "bob", "alice"));
    }

    @Test
    void sessionIsToldWhenItBeginsAndWhenItEnds() {
        List<String> heard = new ArrayList<>();
        open(builder -> builder.on(
                        Connected.class,
                        session -> heard.add("+" + session.session().id()))
                .on(
                        Disconnected.class,
                        session -> heard.add("-" + session.session().id())));
        Peer alice = chat.connect();
        JsonObject welcome = alice.ok("hello", "\"v\":1,\"token\":\"guest:alice\"");
        String id = welcome.get("session").getAsString();

        alice.connection.cut();
        chat.env.runAll();

        assertThat(heard).containsExactly("+" + id, "-" + id);
    }

    @Test
    void refusedHelloIsNoSessionAndNotTold() {
        open(builder -> builder.on(Connected.class, told::add).on(Disconnected.class, told::add));

        chat.connect().refused("hello", "\"v\":1,\"token\":\"nonsense\"");
        chat.connect().connection.cut();
        chat.env.runAll();

        assertThat(told).isEmpty();
    }

    @Test
    void afterHookThatFailsChangesNothingForAnybody() {
        open(builder -> builder.on(MessageSent.class, sent -> {
                    throw new StackOverflowError();
                })
                .on(MessageSent.class, told::add));
        Peer[] peers = chat.channel("r", "alice", "bob");

        assertThat(peers[0].sendText("r", "c1", "hi").has("seq")).isTrue();

        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi");
        assertThat(told).hasSize(1);
    }

    @Test
    void whatIsDoneRightBehindTheMakingOfARoomFindsItMade() {
        open(builder -> builder.on(MemberJoined.class, told::add));
        Peer alice = chat.signIn("alice");

        var made = chat.server.rooms().create(NewRoom.channel("r"));
        var invited = chat.server.rooms().invite("r", "bob", Role.MEMBER);
        var sent = chat.server.rooms().send("r", Draft.text("welcome"));
        int join = alice.post("join", "\"room\":\"r\"");

        assertThat(chat.done(made).id()).isEqualTo("r");
        chat.done(invited);
        assertThat(chat.done(sent).seq()).isEqualTo(1);
        assertThat(alice.reply(join).has("room")).isTrue();
        assertThat(told).hasSize(2);
    }

    @Test
    void messageIsToldOnlyOnceItIsStoredAndOnceHoweverOftenItIsRepeated() {
        TroubledStorage storage = new TroubledStorage();
        List<Long> told = new ArrayList<>();
        chat = Chat.open(
                storage,
                builder -> builder.limits(Chat.unhurried())
                        .on(MessageSent.class, sent -> told.add(sent.message().seq())));
        Peer alice = chat.channel("r", "alice")[0];
        storage.outcomeOnce("no", entry -> new Outcome.Refused("full"));
        alice.sendText("r", "c0", "no");
        storage.holdAppends();
        alice.postText("r", "c1", "hi");
        chat.env.runAll();
        assertThat(told).isEmpty();

        storage.releaseAppends();
        chat.env.runAll();
        assertThat(told).containsExactly(1L);

        for (int i = 0; i < 300; i++) alice.postText("r", "other" + i, "m"); // out of the lane's memory
        chat.env.runAll();
        assertThat(alice.sendText("r", "c1", "hi").get("dup").getAsBoolean()).isTrue();
        assertThat(told).hasSize(301).doesNotHaveDuplicates();
    }
}
