package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.ImServer;
import io.imbed.NewRoom;
import io.imbed.Origin;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeConnect;
import io.imbed.hook.BeforeCreateRoom;
import io.imbed.hook.BeforeJoin;
import io.imbed.hook.BeforeLeave;
import io.imbed.hook.Verdict;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The host's say before a client connects and before rooms and members change. */
class HookMomentsTest {
    private final List<Attempt> asked = new ArrayList<>();
    private Verdict.Decision answer = Verdict.allow();
    private Chat chat;

    @AfterEach
    void close() {
        chat.close();
    }

    private void open(Consumer<ImServer.Builder> settings) {
        chat = Chat.open(builder -> settings.accept(builder.limits(Chat.unhurried())));
    }

    private Verdict.Decision ask(Attempt attempt) {
        asked.add(attempt);
        return answer;
    }

    private void assertRefused(CompletionStage<?> stage, ErrorCode code) {
        assertThatThrownBy(() -> chat.done(stage))
                .cause()
                .isInstanceOfSatisfying(
                        ImException.class, thrown -> assertThat(thrown.code()).isEqualTo(code));
    }

    @Test
    void connectIsAskedAboutOnceTheClientIsKnown() {
        open(builder -> builder.on(BeforeConnect.class, this::ask));
        Peer stranger = chat.connect();
        stranger.refused("hello", "\"v\":1,\"token\":\"nonsense\"");
        assertThat(asked).isEmpty();

        chat.signIn("alice");

        assertThat(asked).singleElement().isInstanceOfSatisfying(Attempt.Connect.class, attempt -> {
            assertThat(attempt.identity().id()).isEqualTo("alice");
            assertThat(attempt.handshake().remoteAddress()).isEqualTo("127.0.0.1");
        });
    }

    @Test
    void rejectedConnectEndsForGoodAndMakesNoSession() {
        open(builder -> builder.on(BeforeConnect.class, this::ask));
        answer = Verdict.reject("no guests today");
        Peer alice = chat.connect();

        JsonObject reply = alice.ask("hello", "\"v\":1,\"token\":\"guest:alice\"");

        assertThat(Peer.code(reply)).isEqualTo("REJECTED");
        assertThat(Peer.message(reply)).isEqualTo("no guests today");
        assertThat(alice.closed()).contains(CloseReason.UNAUTHENTICATED);
        assertThat(chat.server.sessions().count()).isZero();
    }

    @Test
    void connectHookThatFailsIsNotARefusalForGood() {
        open(builder -> builder.on(BeforeConnect.class, attempt -> {
            throw new IllegalStateException("the database is away");
        }));
        Peer alice = chat.connect();

        assertThat(alice.refused("hello", "\"v\":1,\"token\":\"guest:alice\"")).isEqualTo("UNAVAILABLE");
        assertThat(alice.closed()).contains(CloseReason.OVERLOADED);
        assertThat(chat.server.sessions().count()).isZero();
    }

    @Test
    void joiningIsAskedAboutWithWhoAndByWhom() {
        open(builder -> builder.on(BeforeJoin.class, this::ask));
        chat.channel("r");
        Peer alice = chat.signIn("alice");

        alice.ok("join", "\"room\":\"r\"");
        chat.done(chat.server.rooms().invite("r", "bob", Role.ADMIN));

        assertThat(asked)
                .containsExactly(
                        new Attempt.Join("r", RoomKind.CHANNEL, "alice", "alice", Origin.CLIENT),
                        new Attempt.Join("r", RoomKind.CHANNEL, "bob", "~system", Origin.HOST));
    }

    @Test
    void rejectedJoinMakesNobodyAMember() {
        open(builder -> builder.on(BeforeJoin.class, this::ask));
        chat.channel("r");
        Peer alice = chat.signIn("alice");
        answer = Verdict.reject("members only");

        JsonObject reply = alice.ask("join", "\"room\":\"r\"");
        assertRefused(chat.server.rooms().invite("r", "bob", Role.MEMBER), ErrorCode.REJECTED);

        assertThat(Peer.code(reply)).isEqualTo("REJECTED");
        assertThat(Peer.message(reply)).isEqualTo("members only");
        assertThat(chat.done(chat.server.rooms().members("r", null, 10))).isEmpty();
        assertThat(alice.take("room")).isEmpty();
    }

    @Test
    void joiningAgainAndWhatIsRefusedAnywayIsNotAskedAbout() {
        open(builder -> builder.on(BeforeJoin.class, this::ask));
        chat.done(chat.server.rooms().create(NewRoom.group("g1").owner("bob")));
        Peer alice = chat.channel("r", "alice")[0];
        asked.clear();

        alice.ok("join", "\"room\":\"r\"");
        assertThat(alice.refused("join", "\"room\":\"g1\"")).isEqualTo("NOT_FOUND");
        assertThat(alice.refused("join", "\"room\":\"nowhere\"")).isEqualTo("NOT_FOUND");

        assertThat(asked).isEmpty();
    }

    @Test
    void leavingIsAskedAboutButBeingKickedIsNot() {
        open(builder -> builder.on(BeforeLeave.class, this::ask));
        Peer[] peers = chat.channel("r", "alice", "bob");
        answer = Verdict.reject("stay a while");

        JsonObject reply = peers[0].ask("leave", "\"room\":\"r\"");
        chat.done(chat.server.rooms().kick("r", "bob"));

        assertThat(Peer.code(reply)).isEqualTo("REJECTED");
        assertThat(asked).containsExactly(new Attempt.Leave("r", RoomKind.CHANNEL, "alice", Origin.CLIENT));
        assertThat(chat.done(chat.server.rooms().members("r", null, 10)))
                .singleElement()
                .satisfies(member -> assertThat(member.user()).isEqualTo("alice"));
        answer = Verdict.allow();
        peers[0].ok("leave", "\"room\":\"r\"");
    }

    @Test
    void makingARoomIsAskedAboutAndARejectedOneIsNotMade() {
        open(builder -> builder.on(BeforeCreateRoom.class, this::ask));
        Peer alice = chat.signIn("alice");
        answer = Verdict.reject("no rooms today");

        assertThat(alice.refused("room.create", "\"kind\":\"CHANNEL\",\"room\":\"news\""))
                .isEqualTo("REJECTED");
        assertThat(alice.refused("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\""))
                .isEqualTo("REJECTED");
        assertRefused(chat.server.rooms().create(NewRoom.channel("host")), ErrorCode.REJECTED);

        assertThat(asked).hasSize(3).allSatisfy(attempt -> assertThat(attempt).isInstanceOf(Attempt.CreateRoom.class));
        Attempt.CreateRoom channel = (Attempt.CreateRoom) asked.get(0);
        assertThat(channel.by()).isEqualTo("alice");
        assertThat(channel.peer()).isNull();
        assertThat(channel.room().id()).isEqualTo("news");
        assertThat(channel.origin()).isEqualTo(Origin.CLIENT);
        Attempt.CreateRoom direct = (Attempt.CreateRoom) asked.get(1);
        assertThat(direct.peer()).isEqualTo("bob");
        assertThat(direct.room().kind()).isEqualTo(RoomKind.DIRECT);
        assertThat(((Attempt.CreateRoom) asked.get(2)).origin()).isEqualTo(Origin.HOST);
        assertThat(chat.done(chat.server.rooms().find("news"))).isEmpty();
        assertThat(chat.done(chat.server.rooms().find("host"))).isEmpty();
    }

    @Test
    void originWithinAHookIsHook() {
        List<CompletionStage<?>> stages = new ArrayList<>();
        open(builder -> builder.on(BeforeJoin.class, this::ask).on(BeforeCreateRoom.class, attempt -> {
            if (!"lobby".equals(attempt.room().id())) {
                stages.add(chat.server.rooms().invite("lobby", "greeter", Role.MEMBER));
            }
            return Verdict.allow();
        }));
        chat.channel("lobby");

        chat.channel("other");

        stages.forEach(chat::done);
        assertThat(asked)
                .containsExactly(new Attempt.Join("lobby", RoomKind.CHANNEL, "greeter", "~system", Origin.HOOK));
    }
}
