package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.Role;
import io.imbed.spi.Storage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Inviting, removing, promoting, handing over, and who becomes owner when the last one goes. */
class RolesTest {
    private final Chat chat = Chat.open(storage(), builder -> builder.limits(Chat.unhurried()));

    Storage storage() {
        return MemoryStorage.create();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    /** A group {@code g} owned by {@code owner}, who is signed in. */
    private Peer group(String owner, String... members) {
        chat.done(chat.server.rooms().create(NewRoom.group("g").owner(owner).members(members)));
        return chat.signIn(owner);
    }

    private void give(String user, Role role) {
        chat.done(chat.server.rooms().role("g", user, role));
    }

    private void invite(String user, Role role) {
        chat.pass(Duration.ofSeconds(1));
        chat.done(chat.server.rooms().invite("g", user, role));
    }

    private List<String> members() {
        return chat.done(chat.server.rooms().members("g", null, 100)).stream()
                .map(member -> member.user() + " " + member.role())
                .toList();
    }

    private static String in(String rest) {
        return "\"room\":\"g\"" + rest;
    }

    private static String user(String user) {
        return in(",\"user\":\"" + user + "\"");
    }

    private static String role(String user, String role) {
        return user(user) + ",\"role\":\"" + role + "\"";
    }

    /** Type, user and role of the events that have come. */
    private static List<String> events(Peer peer) {
        return peer.takeEvents().stream()
                .map(event -> event.get("type").getAsString() + " "
                        + event.get("user").getAsString()
                        + (event.has("role") ? " " + event.get("role").getAsString() : "") + " by "
                        + event.get("by").getAsString())
                .toList();
    }

    @Test
    void memberOfAGroupInvitesAndTheInvitedIsAMemberAtOnce() {
        Peer alice = group("alice", "bob");
        Peer bob = chat.signIn("bob");
        Peer carol = chat.signIn("carol");

        bob.ok("invite", user("carol"));
        bob.ok("invite", user("carol"));

        assertThat(members()).containsExactly("alice OWNER", "bob MEMBER", "carol MEMBER");
        assertThat(carol.take("room")).hasSize(1);
        assertThat(events(alice)).containsExactly("joined carol member by bob");
        bob.sendText("g", "c1", "welcome");
        assertThat(Peer.texts(carol.takeEvents())).containsExactly("welcome");
    }

    @Test
    void removedMemberGetsTheEventAndNothingAfter() {
        Peer alice = group("alice", "bob");
        Peer bob = chat.signIn("bob");

        alice.ok("kick", user("bob"));
        alice.ok("kick", user("bob"));
        alice.sendText("g", "c1", "after");

        List<JsonObject> told = bob.takeAll();
        assertThat(told).extracting(frame -> frame.get("ev").getAsString()).containsExactly("event", "gone");
        assertThat(told.get(0).get("by").getAsString()).isEqualTo("alice");
        assertThat(bob.refused("history", in(""))).isEqualTo("NOT_FOUND");
        assertThat(members()).containsExactly("alice OWNER");
    }

    @Test
    void nobodyActsOnSomebodyOfTheSameOrAHigherRole() {
        Peer alice = group("alice", "bob", "carol", "dave", "erin");
        give("bob", Role.ADMIN);
        give("carol", Role.ADMIN);
        give("dave", Role.OWNER);
        Peer bob = chat.signIn("bob");

        assertThat(alice.refused("kick", user("dave"))).isEqualTo("FORBIDDEN");
        assertThat(alice.refused("kick", user("alice"))).isEqualTo("FORBIDDEN");
        assertThat(alice.refused("role", role("dave", "member"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("kick", user("carol"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("kick", user("dave"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("kick", user("bob"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("role", role("erin", "admin"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("role", role("carol", "member"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("role", role("bob", "owner"))).isEqualTo("FORBIDDEN");
        bob.ok("kick", user("erin"));
        alice.ok("kick", user("carol"));

        assertThat(members()).containsExactly("alice OWNER", "bob ADMIN", "dave OWNER");
    }

    @Test
    void membersWithoutARoleRemoveAndPromoteNobody() {
        group("alice", "bob", "carol");
        Peer bob = chat.signIn("bob");

        assertThat(bob.refused("kick", user("carol"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("kick", user("stranger"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("role", role("carol", "admin"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("role", role("carol", "member"))).isEqualTo("FORBIDDEN");
        assertThat(bob.refused("role", role("bob", "admin"))).isEqualTo("FORBIDDEN");
        assertThat(members()).containsExactly("alice OWNER", "bob MEMBER", "carol MEMBER");
    }

    @Test
    void channelIsJoinedAndItsMembersInviteNobody() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        chat.done(chat.server.rooms().role("r", "alice", Role.ADMIN));

        assertThat(peers[1].refused("invite", "\"room\":\"r\",\"user\":\"carol\""))
                .isEqualTo("FORBIDDEN");
        peers[0].ok("invite", "\"room\":\"r\",\"user\":\"carol\"");

        assertThat(chat.done(chat.server.rooms().members("r", null, 10))).hasSize(3);
    }

    @Test
    void ownerHandsOverAndStepsDown() {
        Peer alice = group("alice", "bob");
        Peer bob = chat.signIn("bob");
        bob.takeAll();

        alice.ok("role", role("bob", "owner"));
        alice.ok("role", role("bob", "owner")); // as if the answer had been lost
        alice.ok("role", role("alice", "member"));

        assertThat(members()).containsExactly("alice MEMBER", "bob OWNER");
        assertThat(events(bob)).containsExactly("role bob owner by alice", "role alice member by alice");
        bob.ok("kick", user("alice"));
    }

    @Test
    void roleIsGivenToMembersAlone() {
        Peer alice = group("alice", "bob");

        assertThat(alice.refused("role", role("stranger", "admin"))).isEqualTo("NOT_FOUND");
        alice.ok("role", role("bob", "member"));
        assertThat(alice.takeEvents()).isEmpty();
        alice.ok("role", role("bob", "admin"));
        assertThat(events(alice)).containsExactly("role bob admin by alice");
    }

    @Test
    void lastOwnerWhoLeavesIsSucceededByTheLongestServingAdmin() {
        Peer alice = group("alice", "zoe");
        invite("bob", Role.ADMIN);
        invite("anna", Role.ADMIN);
        Peer zoe = chat.signIn("zoe");
        alice.takeAll();

        alice.ok("leave", in(""));

        assertThat(members()).containsExactly("anna ADMIN", "bob OWNER", "zoe MEMBER");
        assertThat(events(zoe)).containsExactly("role bob owner by alice", "left alice by alice");
        assertThat(events(alice)).containsExactly("role bob owner by alice", "left alice by alice");
    }

    @Test
    void withoutAdminsItIsTheLongestServingMember() {
        Peer alice = group("alice");
        invite("zoe", Role.MEMBER);
        invite("anna", Role.MEMBER);

        alice.ok("leave", in(""));

        assertThat(members()).containsExactly("anna MEMBER", "zoe OWNER");
    }

    @Test
    void nobodySucceedsWhileThereIsAnotherOwnerOrNobodyIsLeft() {
        Peer alice = group("alice", "bob", "carol");
        give("bob", Role.OWNER);
        alice.takeAll();

        alice.ok("leave", in(""));
        assertThat(members()).containsExactly("bob OWNER", "carol MEMBER");

        chat.done(chat.server.rooms().kick("g", "carol"));
        chat.signIn("bob").ok("leave", in(""));
        assertThat(members()).isEmpty();
    }

    @Test
    void lastOwnerWhoIsRemovedOrDemotedByTheHostIsSucceededToo() {
        group("alice", "bob", "carol");

        chat.done(chat.server.rooms().kick("g", "alice"));
        assertThat(members()).containsExactly("bob OWNER", "carol MEMBER");

        give("bob", Role.MEMBER);
        assertThat(members()).containsExactly("bob MEMBER", "carol OWNER");
    }

    @Test
    void lastOwnerWhoStepsDownIsSucceeded() {
        Peer alice = group("alice", "bob");

        alice.ok("role", role("alice", "admin"));

        assertThat(members()).containsExactly("alice ADMIN", "bob OWNER");
        assertThat(events(alice)).containsExactly("role bob owner by alice", "role alice admin by alice");
    }

    @Test
    void successorIsFoundBehindChangesOfTheSameBatch() {
        Peer alice = group("alice", "carol");
        invite("bob", Role.ADMIN);
        Peer bob = chat.signIn("bob");
        Peer carol = chat.signIn("carol");

        bob.post("leave", in(""));
        int left = alice.post("leave", in(""));
        int kick = carol.post("invite", user("dave"));
        int raised = carol.post("role", role("dave", "admin"));
        chat.env.runAll();

        assertThat(alice.reply(left).has("error")).isFalse();
        assertThat(carol.reply(kick).has("error")).isFalse();
        assertThat(carol.reply(raised).has("error")).isFalse();
        assertThat(members()).containsExactly("carol OWNER", "dave ADMIN");
    }

    @Test
    void twoOwnersWhoLeaveAtOnceLeaveOneBehind() {
        Peer alice = group("alice", "bob", "carol");
        give("bob", Role.OWNER);
        Peer bob = chat.signIn("bob");

        alice.post("leave", in(""));
        bob.post("leave", in(""));
        chat.env.runAll();

        assertThat(members()).containsExactly("carol OWNER");
    }

    @Test
    void directRoomKnowsNoneOfThis() {
        Peer alice = chat.signIn("alice");
        String room = alice.ok("room.create", "\"kind\":\"DIRECT\",\"user\":\"bob\"")
                .getAsJsonObject("room")
                .get("id")
                .getAsString();
        String bob = "\"room\":\"" + room + "\",\"user\":\"bob\"";

        assertThat(alice.refused("invite", "\"room\":\"" + room + "\",\"user\":\"carol\""))
                .isEqualTo("FORBIDDEN");
        assertThat(alice.refused("kick", bob)).isEqualTo("FORBIDDEN");
        assertThat(alice.refused("role", bob + ",\"role\":\"admin\"")).isEqualTo("FORBIDDEN");
    }
}
