package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.imbed.NewRoom;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.Role;
import io.imbed.protocol.UserView;
import io.imbed.spi.UserDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who exists and what they are called, where the host has a directory. */
class UserDirectoryTest {
    private final Map<String, String> users = new HashMap<>(Map.of("alice", "Alice A.", "bob", "Bob B."));
    private final Chat chat = open(ids -> {
        Map<String, UserView> found = new HashMap<>();
        ids.forEach(id -> users.computeIfPresent(id, (same, name) -> {
            found.put(id, new UserView(id, name, null));
            return name;
        }));
        return CompletableFuture.completedFuture(found);
    });

    private static Chat open(UserDirectory directory) {
        return Chat.open(builder -> builder.limits(Chat.unhurried()).userDirectory(directory));
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static List<String> names(JsonObject page) {
        List<String> names = new ArrayList<>();
        for (JsonElement each : page.getAsJsonArray("members")) {
            names.add(each.getAsJsonObject().get("name").getAsString());
        }
        return names;
    }

    private void assertRefused(CompletionStage<?> stage, ErrorCode code) {
        assertThatThrownBy(() -> chat.done(stage))
                .cause()
                .isInstanceOfSatisfying(
                        ImException.class, thrown -> assertThat(thrown.code()).isEqualTo(code));
    }

    @Test
    void membersAreCalledWhatTheDirectoryCallsThemNow() {
        Peer alice = chat.channel("r", "alice", "bob")[0];
        users.put("alice", "Alice Married");

        assertThat(names(alice.ok("members", "\"room\":\"r\""))).containsExactly("Alice Married", "Bob B.");
        assertThat(chat.done(chat.server.rooms().members("r", null, 10)))
                .extracting(member -> member.name())
                .containsExactly("Alice Married", "Bob B.");
    }

    @Test
    void memberWhoIsGoneFromTheDirectoryKeepsTheNameLastHeard() {
        Peer alice = chat.channel("r", "alice", "bob")[0];
        users.remove("bob");

        assertThat(names(alice.ok("members", "\"room\":\"r\""))).containsExactly("Alice A.", "bob");
    }

    @Test
    void invitedUserJoinsByTheDirectorysName() {
        Peer alice = chat.channel("r", "alice")[0];

        chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER));

        JsonObject joined = alice.takeEvents().get(0);
        assertThat(joined.get("user").getAsString()).isEqualTo("bob");
        assertThat(joined.get("name").getAsString()).isEqualTo("Bob B.");
    }

    @Test
    void userWhoDoesNotExistIsNotFound() {
        chat.channel("r");
        Peer alice = chat.signIn("alice");

        assertRefused(chat.server.rooms().invite("r", "nobody", Role.MEMBER), ErrorCode.NOT_FOUND);
        assertRefused(chat.server.rooms().create(NewRoom.group("g1").members("bob", "nobody")), ErrorCode.NOT_FOUND);
        assertThat(alice.refused("room.create", "\"kind\":\"DIRECT\",\"user\":\"nobody\""))
                .isEqualTo("NOT_FOUND");
        assertThat(alice.refused("room.create", "\"kind\":\"GROUP\",\"members\":[\"bob\",\"nobody\"]"))
                .isEqualTo("NOT_FOUND");

        assertThat(chat.done(chat.server.rooms().find("g1"))).isEmpty();
        assertThat(alice.ok("room.list", "").getAsJsonArray("rooms")).isEmpty();
    }

    static Stream<UserDirectory> failing() {
        return Stream.of(
                ids -> {
                    throw new IllegalStateException("the database is away");
                },
                ids -> CompletableFuture.failedFuture(new IllegalStateException("the database is away")),
                ids -> CompletableFuture.completedFuture(null),
                ids -> null,
                ids -> new CompletableFuture<>());
    }

    @ParameterizedTest
    @MethodSource("failing")
    void directoryThatFailsOrIsSilentIsUnavailableAndNothingIsMade(UserDirectory broken) {
        try (Chat other = open(broken)) {
            Peer alice = other.channel("r", "alice")[0];

            int direct = alice.post("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\"");
            int members = alice.post("members", "\"room\":\"r\"");
            CompletionStage<Void> invited = other.server.rooms().invite("r", "bob", Role.MEMBER);
            other.pass(Duration.ofSeconds(2));

            assertThat(Peer.code(alice.reply(direct))).isEqualTo("UNAVAILABLE");
            assertThat(Peer.code(alice.reply(members))).isEqualTo("UNAVAILABLE");
            assertThat(invited.toCompletableFuture()).isCompletedExceptionally();
            assertThat(alice.ok("room.list", "").getAsJsonArray("rooms")).hasSize(1);
            assertThat(alice.sendText("r", "c1", "hi").has("seq")).isTrue(); // which asks nobody for a name
        }
    }
}
