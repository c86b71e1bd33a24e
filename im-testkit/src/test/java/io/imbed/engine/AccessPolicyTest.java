package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.AccessPolicy;
import io.imbed.spi.AccessPolicy.Access;
import io.imbed.spi.AccessPolicy.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's policy narrows what Imbed's own rules allow, and never widens it. */
class AccessPolicyTest {
    private final List<Access> asked = new ArrayList<>();
    private final Set<Operation> denied = EnumSet.noneOf(Operation.class);
    private final Chat chat = open(access -> {
        asked.add(access);
        return CompletableFuture.completedFuture(!denied.contains(access.operation()));
    });

    private static Chat open(AccessPolicy policy) {
        return Chat.open(builder -> builder.limits(Chat.unhurried()).accessPolicy(policy));
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private Access last() {
        return asked.get(asked.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEND|send|,\"cid\":\"c1\",\"content\":{\"type\":\"text\",\"text\":\"x\"}",
                "READ|history|",
                "READ|sync|,\"epoch\":\"e\",\"rev\":0",
                "READ|members|",
                "READ|room.get|",
                "MARK|mark|,\"read\":1",
                "TYPING|typing|,\"on\":true"
            })
    void deniedOperationIsForbiddenToAMember(String line) {
        String[] parts = line.split("\\|", -1);
        Operation operation = Operation.valueOf(parts[0]);
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.done(chat.server.rooms().send("r", Draft.text("hi")));
        peers[1].takeAll();

        denied.add(operation);
        assertThat(peers[0].refused(parts[1], "\"room\":\"r\"" + parts[2])).isEqualTo("FORBIDDEN");

        assertThat(last().operation()).isEqualTo(operation);
        assertThat(last().identity().id()).isEqualTo("alice");
        assertThat(last().room()).isEqualTo("r");
        assertThat(last().kind()).isEqualTo(RoomKind.CHANNEL);
        assertThat(peers[1].takeAll()).isEmpty();
    }

    @Test
    void deniedJoinIsForbiddenAndMakesNoMember() {
        chat.channel("r");
        Peer alice = chat.signIn("alice");
        denied.add(Operation.JOIN);

        assertThat(alice.refused("join", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");

        assertThat(chat.done(chat.server.rooms().members("r", null, 10))).isEmpty();
        denied.clear();
        alice.ok("join", "\"room\":\"r\"");
    }

    @Test
    void deniedRoomIsNotMade() {
        Peer alice = chat.signIn("alice");
        denied.add(Operation.CREATE);

        assertThat(alice.refused("room.create", "\"kind\":\"CHANNEL\",\"room\":\"news\""))
                .isEqualTo("FORBIDDEN");
        assertThat(alice.refused("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\""))
                .isEqualTo("FORBIDDEN");

        assertThat(asked.stream().map(Access::kind)).containsExactly(RoomKind.CHANNEL, RoomKind.DIRECT);
        assertThat(last().peer()).isEqualTo("bob");
        assertThat(last().room()).isNull();
        assertThat(chat.done(chat.server.rooms().find("news"))).isEmpty();
    }

    @Test
    void blockedUserIsNotInvitedByWayOfMakingARoom() {
        Peer alice = chat.signIn("alice");
        Peer bob = chat.signIn("bob");
        denied.add(Operation.INVITE);

        assertThat(alice.refused("room.create", "\"kind\":\"GROUP\",\"members\":[\"bob\",\"alice\"]"))
                .isEqualTo("FORBIDDEN");

        assertThat(last().operation()).isEqualTo(Operation.INVITE);
        assertThat(last().peer()).isEqualTo("bob");
        assertThat(bob.take("room")).isEmpty();
        alice.ok("room.create", "\"kind\":\"GROUP\",\"members\":[\"alice\"]"); // who invites nobody
    }

    @Test
    void blockedPeerOfADirectRoomIsNamed() {
        Peer alice = chat.signIn("alice");
        String room = alice.ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\"")
                .getAsJsonObject("room")
                .get("id")
                .getAsString();
        denied.add(Operation.SEND);

        assertThat(Peer.code(alice.sendText(room, "c1", "hi"))).isEqualTo("FORBIDDEN");

        assertThat(last().peer()).isEqualTo("bob");
        assertThat(last().kind()).isEqualTo(RoomKind.DIRECT);
    }

    @Test
    void policyThatAllowsAllWidensNothing() {
        chat.done(chat.server.rooms().create(NewRoom.group("g1").owner("bob")));
        chat.channel("r");
        Peer alice = chat.signIn("alice");

        assertThat(Peer.code(alice.sendText("g1", "c1", "hi"))).isEqualTo("NOT_FOUND");
        assertThat(alice.refused("join", "\"room\":\"g1\"")).isEqualTo("NOT_FOUND");
        assertThat(alice.refused("history", "\"room\":\"g1\"")).isEqualTo("NOT_FOUND");
        assertThat(Peer.code(alice.sendText("r", "c1", "hi"))).isEqualTo("FORBIDDEN");

        assertThat(asked).isEmpty(); // strangers are no question for the host
    }

    @Test
    void hostItselfIsNotAsked() {
        denied.addAll(EnumSet.allOf(Operation.class));

        chat.channel("r");
        chat.done(chat.server.rooms().invite("r", "alice", Role.MEMBER));
        chat.done(chat.server.rooms().send("r", Draft.text("hi")));
        chat.done(chat.server.rooms().members("r", null, 10));

        assertThat(asked).isEmpty();
    }

    @Test
    void repeatOfWhatWasStoredBeforeItWasDeniedIsADuplicate() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hi");
        for (int i = 0; i < 300; i++) alice.postText("r", "other" + i, "m"); // out of the lane's memory
        chat.env.runAll();
        denied.add(Operation.SEND);

        assertThat(alice.sendText("r", "c1", "hi").get("dup").getAsBoolean()).isTrue();
        assertThat(Peer.code(alice.sendText("r", "c2", "hi"))).isEqualTo("FORBIDDEN");
    }

    static Stream<AccessPolicy> failing() {
        return Stream.of(
                access -> {
                    throw new IllegalStateException("the database is away");
                },
                access -> {
                    throw new StackOverflowError();
                },
                access -> CompletableFuture.failedFuture(new IllegalStateException("the database is away")),
                access -> CompletableFuture.completedFuture(null),
                access -> null,
                access -> new CompletableFuture<>());
    }

    @ParameterizedTest
    @MethodSource("failing")
    void policyThatFailsOrIsSilentIsANo(AccessPolicy broken) {
        boolean[] isBroken = {false};
        AccessPolicy policy = access -> isBroken[0] ? broken.permits(access) : CompletableFuture.completedFuture(true);
        try (Chat other = open(policy)) {
            Peer alice = other.channel("r", "alice")[0];
            isBroken[0] = true;

            int send = alice.postText("r", "c1", "hi");
            int history = alice.post("history", "\"room\":\"r\"");
            int create = alice.post("room.create", "\"kind\":\"CHANNEL\"");
            other.pass(Duration.ofSeconds(2));

            for (int each : new int[] {send, history, create}) {
                assertThat(Peer.code(alice.reply(each))).isEqualTo("FORBIDDEN");
            }
            isBroken[0] = false;
            assertThat(alice.sendText("r", "c1", "hi").get("seq").getAsLong()).isEqualTo(1);
        }
    }
}
