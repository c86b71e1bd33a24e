package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.NewRoom;
import io.imbed.Origin;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeInvite;
import io.imbed.hook.BeforeJoin;
import io.imbed.hook.BeforeKick;
import io.imbed.hook.BeforeRole;
import io.imbed.hook.MemberJoined;
import io.imbed.hook.MemberKicked;
import io.imbed.hook.MemberLeft;
import io.imbed.hook.Occurrence;
import io.imbed.hook.RoleChanged;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.AccessPolicy.Access;
import io.imbed.spi.AccessPolicy.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host's say over what members do to each other, and what it is told of it. */
class ModerationHooksTest {
    private final List<Attempt> asked = new ArrayList<>();
    private final List<Object> told = new ArrayList<>();
    private Verdict.Decision answer = Verdict.allow();
    private Chat chat;

    @AfterEach
    void close() {
        chat.close();
    }

    private Verdict.Decision ask(Attempt attempt) {
        asked.add(attempt);
        return answer;
    }

    /** A group {@code g} of alice, its owner, bob and carol; alice is signed in. */
    private Peer open(Consumer<ImServer.Builder> settings) {
        chat = Chat.open(builder -> settings.accept(builder.limits(Chat.unhurried())));
        chat.done(chat.server.rooms().create(NewRoom.group("g").owner("alice").members("bob", "carol")));
        Peer alice = chat.signIn("alice");
        asked.clear();
        told.clear();
        return alice;
    }

    private static String user(String user) {
        return "\"room\":\"g\",\"user\":\"" + user + "\"";
    }

    @Test
    void inviteIsAskedAboutAndThenTheJoin() {
        Peer alice = open(builder -> builder.on(BeforeInvite.class, this::ask).on(BeforeJoin.class, this::ask));

        alice.ok("invite", user("dave"));
        chat.done(chat.server.rooms().invite("g", "erin", Role.ADMIN));

        assertThat(asked)
                .containsExactly(
                        new Attempt.Invite("g", RoomKind.GROUP, "dave", "alice", Origin.CLIENT),
                        new Attempt.Join("g", RoomKind.GROUP, "dave", "alice", Origin.CLIENT),
                        new Attempt.Invite("g", RoomKind.GROUP, "erin", "~system", Origin.HOST),
                        new Attempt.Join("g", RoomKind.GROUP, "erin", "~system", Origin.HOST));
    }

    @Test
    void kickAndRoleAreAskedAbout() {
        Peer alice = open(builder -> builder.on(BeforeKick.class, this::ask).on(BeforeRole.class, this::ask));

        alice.ok("role", user("bob") + ",\"role\":\"admin\"");
        alice.ok("kick", user("bob"));

        assertThat(asked)
                .containsExactly(
                        new Attempt.Role("g", RoomKind.GROUP, "bob", Role.ADMIN, "alice", Origin.CLIENT),
                        new Attempt.Kick("g", RoomKind.GROUP, "bob", false, "alice", Origin.CLIENT));
    }

    @ParameterizedTest
    @CsvSource({"invite,dave,", "kick,bob,", "ban,bob,", "ban,eve,", "role,bob,',\"role\":\"admin\"'"})
    void whatIsRejectedIsNotDone(String op, String user, String rest) {
        Peer alice = open(builder -> builder.on(BeforeInvite.class, this::ask)
                .on(BeforeKick.class, this::ask)
                .on(BeforeRole.class, this::ask));
        answer = Verdict.reject("not today");

        assertThat(alice.refused(op, user(user) + (rest == null ? "" : rest))).isEqualTo("REJECTED");

        assertThat(asked).hasSize(1);
        assertThat(alice.takeEvents()).isEmpty();
    }

    @Test
    void whatIsRefusedAnywayOrSoAlreadyIsNotAskedAbout() {
        Peer alice = open(builder -> builder.on(BeforeInvite.class, this::ask)
                .on(BeforeKick.class, this::ask)
                .on(BeforeRole.class, this::ask)
                .accessPolicy(access -> {
                    throw new AssertionError(access);
                }));
        Peer bob = chat.signIn("bob");
        Peer eve = chat.signIn("eve");

        alice.ok("invite", user("bob"));
        alice.ok("kick", user("stranger"));
        alice.ok("role", user("bob") + ",\"role\":\"member\"");
        assertThat(bob.refused("kick", user("carol"))).isEqualTo("FORBIDDEN");
        assertThat(eve.refused("invite", user("dave"))).isEqualTo("NOT_FOUND");

        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "INVITE,invite,dave,",
        "KICK,kick,bob,",
        "MUTE,mute,bob,",
        "BAN,ban,eve,",
        "ROLE,role,bob,',\"role\":\"admin\"'"
    })
    void policyNarrowsAndKnowsToWhomItIsDone(Operation operation, String op, String user, String rest) {
        List<Access> accesses = new ArrayList<>();
        Peer alice = open(builder -> builder.accessPolicy(access -> {
            accesses.add(access);
            return CompletableFuture.completedFuture(false);
        }));

        assertThat(alice.refused(op, user(user) + (rest == null ? "" : rest))).isEqualTo("FORBIDDEN");

        assertThat(accesses).hasSize(1);
        Access access = accesses.get(0);
        assertThat(access.operation()).isEqualTo(operation);
        assertThat(access.identity()).extracting(Identity::id).isEqualTo("alice");
        assertThat(access.peer()).isEqualTo(user);
        assertThat(access.room()).isEqualTo("g");
        assertThat(alice.takeEvents()).isEmpty();
    }

    @Test
    void banIsAskedAboutAsAKickAndToldAsOneIfItEndedAMembership() {
        Peer alice = open(builder -> builder.on(BeforeKick.class, this::ask)
                .on(MemberLeft.class, left -> told.add(List.of("left", left)))
                .on(MemberKicked.class, told::add));

        alice.ok("ban", user("bob"));
        alice.ok("ban", user("eve"));
        alice.ok("ban", user("eve"));

        assertThat(asked)
                .containsExactly(
                        new Attempt.Kick("g", RoomKind.GROUP, "bob", true, "alice", Origin.CLIENT),
                        new Attempt.Kick("g", RoomKind.GROUP, "eve", true, "alice", Origin.CLIENT));
        assertThat(told)
                .containsExactlyInAnyOrder(
                        List.of("left", new Occurrence.Member("g", "bob", "alice")),
                        new Occurrence.Member("g", "bob", "alice"));
    }

    @Test
    void hostIsToldOfEachChangeOnceAndOfTheSuccessor() {
        Peer alice = open(builder -> builder.on(MemberJoined.class, told::add)
                .on(MemberLeft.class, left -> told.add(List.of("left", left)))
                .on(MemberKicked.class, kicked -> told.add(List.of("kicked", kicked)))
                .on(RoleChanged.class, told::add));

        alice.ok("invite", user("dave"));
        alice.ok("invite", user("dave"));
        alice.ok("kick", user("dave"));
        alice.ok("kick", user("dave"));
        alice.ok("role", user("bob") + ",\"role\":\"admin\"");
        alice.ok("leave", "\"room\":\"g\"");

        assertThat(told)
                .containsExactlyInAnyOrder(
                        new Occurrence.Member("g", "dave", "alice"),
                        List.of("left", new Occurrence.Member("g", "dave", "alice")),
                        List.of("kicked", new Occurrence.Member("g", "dave", "alice")),
                        new Occurrence.Role("g", "bob", Role.ADMIN, "alice"),
                        List.of("left", new Occurrence.Member("g", "alice", "alice")),
                        new Occurrence.Role("g", "bob", Role.OWNER, "alice"));
    }
}
