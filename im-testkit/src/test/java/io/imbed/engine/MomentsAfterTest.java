package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.NewRoom;
import io.imbed.SendOptions;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Delivered;
import io.imbed.hook.Denied;
import io.imbed.hook.HookOptions;
import io.imbed.hook.MessageSent;
import io.imbed.hook.Occurrence;
import io.imbed.hook.Offline;
import io.imbed.hook.Read;
import io.imbed.hook.Verdict;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the host is told of refusals, of marks, and of members whom a message did not reach. */
class MomentsAfterTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final List<Occurrence> told = new ArrayList<>();
    private Chat chat;

    @AfterEach
    void close() {
        chat.close();
    }

    private void open(Consumer<ImServer.Builder> settings) {
        chat = Chat.open(storage, builder -> settings.accept(builder.limits(Chat.unhurried())));
    }

    private List<List<String>> missed() {
        return told.stream().map(each -> ((Occurrence.Offline) each).users()).toList();
    }

    // ---- Denied

    @Test
    void refusalIsToldWithWhatTheClientWasToldAndNotWithWhatItSaid() {
        open(builder -> builder.on(Denied.class, told::add)
                .on(BeforeSend.class, attempt -> Verdict.reject("no advertising here")));
        Peer alice = chat.channel("r", "alice")[0];

        JsonObject rejected = alice.sendText("r", "c1", "visit our casino");
        JsonObject foreign = alice.ask("history", "\"room\":\"secret\"");
        alice.refused("room.create", "\"kind\":\"DIRECT\",\"user\":\"alice\"");
        alice.ok("history", "\"room\":\"r\"");

        assertThat(told)
                .hasSize(3)
                .startsWith(
                        new Occurrence.Denied("send", "r", "alice", ErrorCode.REJECTED, "no advertising here"),
                        new Occurrence.Denied(
                                "history", "secret", "alice", ErrorCode.NOT_FOUND, Peer.message(foreign)));
        assertThat(((Occurrence.Denied) told.get(2)).room()).isNull();
        assertThat(told.toString()).doesNotContain("casino");
        assertThat(Peer.message(rejected)).isEqualTo("no advertising here");
    }

    @Test
    void whatIsNotKnownIsNotARefusal() {
        open(builder -> builder.on(Denied.class, told::add));
        Peer alice = chat.channel("r", "alice")[0];
        storage.holdAppends();
        int send = alice.postText("r", "c1", "hi");
        chat.pass(Limits.defaults().times().send().plusSeconds(1));

        assertThat(alice.reply(send).getAsJsonObject("error").get("unknown").getAsBoolean())
                .isTrue();

        assertThat(told).isEmpty();
        storage.releaseAppends();
    }

    @Test
    void floodIsToldOnceASecondAndDrownsNoOtherRefusal() {
        open(builder -> builder.limits(Limits.defaults().with(new Limits.Rates(1, 3, 1e9, 1_000_000_000)))
                .on(Denied.class, told::add));
        Peer alice = chat.signIn("alice");

        for (int i = 0; i < 50; i++) alice.ask("history", "\"room\":\"secret\"");

        assertThat(told)
                .extracting(each -> ((Occurrence.Denied) each).code())
                .containsExactlyInAnyOrder(
                        ErrorCode.NOT_FOUND, ErrorCode.NOT_FOUND, ErrorCode.NOT_FOUND, ErrorCode.RATE_LIMITED);
    }

    // ---- Read and Delivered

    @Test
    void marksAreToldAsTheyMoveAndOnceForOneTurn() {
        open(builder -> builder.on(Read.class, told::add).on(Delivered.class, told::add));
        Peer[] peers = chat.channel("r", "alice", "bob");
        for (int i = 0; i < 9; i++) chat.done(chat.server.rooms().send("r", Draft.text("x")));
        peers[1].takeAll();

        peers[0].ok("mark", "\"room\":\"r\",\"read\":2,\"delivered\":3");
        peers[0].ok("mark", "\"room\":\"r\",\"read\":1");
        storage.holdAppends();
        for (int seq = 4; seq <= 9; seq++) peers[0].post("mark", "\"room\":\"r\",\"read\":" + seq);
        chat.env.runAll();
        storage.releaseAppends(); // the first alone, and all others as one batch
        chat.env.runAll();

        assertThat(told)
                .containsExactlyInAnyOrder(
                        new Occurrence.Mark("r", "alice", 2),
                        new Occurrence.Mark("r", "alice", 3),
                        new Occurrence.Mark("r", "alice", 4),
                        new Occurrence.Mark("r", "alice", 9));
        assertThat(peers[1].take("signal")).hasSameSizeAs(told);
    }

    @Test
    void ownSendMovesAMarkWithoutBeingTold() {
        open(builder -> builder.on(Read.class, told::add).on(Delivered.class, told::add));
        Peer alice = chat.channel("r", "alice")[0];

        alice.sendText("r", "c1", "hi");

        assertThat(told).isEmpty();
    }

    @Test
    void markThatIsNotStoredIsNotTold() {
        open(builder -> builder.on(Read.class, told::add));
        Peer alice = chat.channel("r", "alice")[0];
        chat.done(chat.server.rooms().send("r", Draft.text("x")));
        storage.holdAppends();
        alice.post("mark", "\"room\":\"r\",\"read\":1");
        chat.env.runAll();
        assertThat(told).isEmpty();

        storage.releaseAppends();
        chat.env.runAll();

        assertThat(told).containsExactly(new Occurrence.Mark("r", "alice", 1));
    }

    // ---- Offline

    @Test
    void messageIsToldWithTheMembersItDidNotReach() {
        open(builder -> builder.on(Offline.class, told::add));
        chat.done(
                chat.server.rooms().create(NewRoom.group("team").owner("alice").members("bob", "carol", "dave")));
        Peer alice = chat.signIn("alice");
        chat.signIn("bob");

        alice.sendText("team", "c1", "lunch?");
        alice.sendText("team", "c1", "lunch?");

        assertThat(told).singleElement().isInstanceOfSatisfying(Occurrence.Offline.class, missed -> {
            assertThat(missed.users()).containsExactly("carol", "dave");
            assertThat(missed.kind()).isEqualTo(RoomKind.GROUP);
            assertThat(missed.message().seq()).isEqualTo(1);
            assertThat(missed.message().content().fallback()).isEqualTo("lunch?");
        });
    }

    @Test
    void senderWithoutASessionIsNotToldOfItsOwnMessageAndNobodyOfNobody() {
        open(builder -> builder.on(Offline.class, told::add));
        chat.done(
                chat.server.rooms().create(NewRoom.group("team").owner("alice").members("bob")));
        chat.signIn("bob");

        chat.done(chat.server.rooms().send("team", Identity.of("alice"), Draft.text("x"), SendOptions.DEFAULT));

        assertThat(told).isEmpty();
    }

    @Test
    void manyMembersAreToldInHundredsAndNoneInRoomsTooLarge() {
        open(builder -> builder.on(Offline.class, told::add));
        NewRoom team = NewRoom.group("team").owner("alice").settings(SettingsPatch.NONE.withMaxMembers(10_000));
        chat.done(chat.server.rooms().create(team));
        IntStream.range(0, 250).forEach(i -> chat.done(chat.server.rooms().invite("team", "u" + i, Role.MEMBER)));
        chat.done(chat.server.rooms().send("team", Draft.text("x")));

        assertThat(missed()).extracting(List::size).containsExactly(100, 100, 51);
        assertThat(missed().stream().flatMap(List::stream)).doesNotHaveDuplicates();

        told.clear();
        Limits.Presence limits = Limits.defaults().presence();
        IntStream.range(250, limits.offlineMembers())
                .forEach(i -> chat.done(chat.server.rooms().invite("team", "u" + i, Role.MEMBER)));
        chat.done(chat.server.rooms().send("team", Draft.text("x")));
        assertThat(told).isEmpty();
    }

    @Test
    void whoJoinedAfterTheMessageDidNotMissIt() {
        open(builder -> builder.on(Offline.class, told::add));
        chat.channel("r", "alice");
        var sent = chat.server.rooms().send("r", Draft.text("hi"));
        chat.server.rooms().invite("r", "late", Role.MEMBER); // stored before the members are read
        chat.done(sent);

        assertThat(told).isEmpty();
    }

    @Test
    void membersThatCannotBeReadLoseTheirCallAndNothingElse() {
        open(builder -> builder.on(Offline.class, told::add).on(MessageSent.class, sent -> {}));
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.done(chat.server.rooms().invite("r", "carol", Role.MEMBER));
        storage.reads().failing(true);

        assertThat(peers[0].sendText("r", "c1", "hi").has("seq")).isTrue();
        storage.reads().failing(false);
        assertThat(chat.figures.counted("im.hook.errors", "Offline")).isEqualTo(1);
        assertThat(told).isEmpty();
        peers[0].sendText("r", "c2", "hi again");

        assertThat(missed()).containsExactly(List.of("carol"));
    }

    @Test
    void slowHookLosesItsOwnOccurrencesAndTheyAreCounted() {
        List<Occurrence> quick = new ArrayList<>();
        HeldThreads[] held = new HeldThreads[1];
        chat = Chat.open(
                storage,
                env -> held[0] = new HeldThreads(env, HeldThreads.Kind.HOOKS),
                builder -> builder.limits(Chat.unhurried())
                        .on(Offline.class, told::add, HookOptions.DEFAULT.withConcurrency(1, 2))
                        .on(MessageSent.class, quick::add));
        Peer alice = chat.channel("r", "alice")[0];
        chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER));
        held[0].hold();

        for (int i = 0; i < 10; i++) alice.postText("r", "c" + i, "hi");
        chat.env.runAll();
        held[0].release();
        chat.env.runAll();

        assertThat(told).hasSize(3);
        assertThat(quick).hasSize(10);
        assertThat(chat.figures.counted("im.hook.errors", "Offline-0")).isEqualTo(7);
        chat.pass(Duration.ofSeconds(5));
    }
}
