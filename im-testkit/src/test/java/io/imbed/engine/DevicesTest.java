package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.imbed.Limits;
import io.imbed.Limits.WhenFull;
import io.imbed.protocol.CloseReason;
import io.imbed.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A user's own sessions: seen, ended, and no more than there may be. */
class DevicesTest {
    private TroubledStorage storage = new TroubledStorage();
    private Chat chat = open(20, WhenFull.REFUSE_NEWEST);

    private Chat open(int perUser, WhenFull whenFull) {
        Limits limits = Chat.unhurried();
        return Chat.open(
                storage,
                builder -> builder.limits(limits.with(limits.connections().withPerUser(perUser, whenFull))));
    }

    private void reopen(int perUser, WhenFull whenFull) {
        chat.close();
        storage = new TroubledStorage();
        chat = open(perUser, whenFull);
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static String signIn(Peer peer, String user, String device) {
        return peer.ok("hello", "\"v\":1,\"token\":\"guest:" + user + "\",\"device\":\"" + device + "\"")
                .get("session")
                .getAsString();
    }

    private static List<String> ids(Peer peer) {
        List<String> ids = new ArrayList<>();
        peer.ok("sessions", "")
                .getAsJsonArray("sessions")
                .forEach(each -> ids.add(each.getAsJsonObject().get("session").getAsString()));
        return ids;
    }

    private static String one(String session) {
        return "\"session\":\"" + session + "\"";
    }

    @Test
    void userSeesItsOwnSessionsOldestFirstAndWhichOneAsks() {
        Peer phone = chat.connect();
        String first = signIn(phone, "alice", "phone");
        chat.pass(Duration.ofSeconds(3));
        Peer desk = chat.connect();
        String second = signIn(desk, "alice", "desk");
        chat.signIn("bob");

        JsonArray mine = desk.ok("sessions", "").getAsJsonArray("sessions");

        long start = ManualClock.START.toEpochMilli();
        assertThat(mine.toString())
                .isEqualTo("[{" + one(first) + ",\"device\":\"phone\",\"since\":" + start + "},{" + one(second)
                        + ",\"device\":\"desk\",\"since\":" + (start + 3_000) + ",\"current\":true}]");
    }

    @Test
    void oneOfTheUsersSessionsIsSignedOut() {
        Peer phone = chat.connect();
        String lost = signIn(phone, "alice", "phone");
        Peer desk = chat.signIn("alice");

        desk.ok("signout", one(lost));

        assertThat(phone.closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(desk.closed()).isEmpty();
        assertThat(ids(desk)).hasSize(1).doesNotContain(lost);
        assertThat(desk.refused("signout", one(lost))).isEqualTo("NOT_FOUND");
    }

    @Test
    void allOthersAreSignedOutAndNobodyElses() {
        Peer bob = chat.signIn("bob");
        Peer phone = chat.signIn("alice");
        Peer tablet = chat.signIn("alice");
        Peer desk = chat.signIn("alice");

        desk.ok("signout", "");

        assertThat(phone.closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(tablet.closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(desk.closed()).isEmpty();
        assertThat(bob.closed()).isEmpty();
    }

    @Test
    void sessionOfSomebodyElseIsLikeOneThatDoesNotExist() {
        Peer bob = chat.connect();
        String bobs = signIn(bob, "bob", "phone");
        Peer alice = chat.signIn("alice");
        String nobodys = "x".repeat(bobs.length());

        JsonObject others = alice.ask("signout", one(bobs));
        JsonObject none = alice.ask("signout", one(nobodys));

        assertThat(Peer.code(others)).isEqualTo("NOT_FOUND");
        assertThat(others.get("error").toString().replace(bobs, nobodys))
                .isEqualTo(none.get("error").toString());
        assertThat(bob.closed()).isEmpty();
        assertThat(ids(alice)).doesNotContain(bobs);
    }

    @Test
    void sessionThatSignsItselfOutHasItsAnswerFirst() {
        Peer alice = chat.connect();
        String own = signIn(alice, "alice", "phone");

        JsonObject answer = alice.ask("signout", one(own));

        assertThat(answer.has("error")).isFalse();
        assertThat(alice.closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(chat.server.sessions().count()).isZero();
    }

    @Test
    void sessionThatSignsItselfOutAndDoesNotReadEndsWithinASecond() {
        Peer alice = chat.channel("r", "alice")[0];
        String own = ids(alice).get(0);
        alice.connection.stall();
        for (int i = 0; i < 50; i++) alice.postText("r", "c" + i, "x".repeat(8_000));

        alice.post("signout", one(own));
        chat.pass(Duration.ofSeconds(1));

        assertThat(chat.server.sessions().count()).isZero();
    }

    @Test
    void newestIsRefusedWhereThatIsThePolicy() {
        reopen(1, WhenFull.REFUSE_NEWEST);
        Peer first = chat.signIn("alice");
        Peer second = chat.connect();

        assertThat(second.refused("hello", "\"v\":1,\"token\":\"guest:alice\"")).isEqualTo("UNAVAILABLE");

        assertThat(first.closed()).isEmpty();
    }

    @Test
    void oldestIsReplacedWhereThatIsThePolicy() {
        reopen(2, WhenFull.REPLACE_OLDEST);
        Peer bob = chat.signIn("bob");
        Peer first = chat.signIn("alice");
        Peer second = chat.signIn("alice");

        Peer third = chat.signIn("alice");

        assertThat(first.closed()).contains(CloseReason.SIGNED_OUT);
        assertThat(second.closed()).isEmpty();
        assertThat(third.closed()).isEmpty();
        assertThat(bob.closed()).isEmpty();
        assertThat(ids(third)).hasSize(2);
    }

    @Test
    void helloThatFailsReplacesNobody() {
        reopen(1, WhenFull.REPLACE_OLDEST);
        Peer first = chat.signIn("alice");
        storage.reads().failing(true);

        for (int i = 0; i < 5; i++) {
            assertThat(chat.connect().refused("hello", "\"v\":1,\"token\":\"guest:alice\""))
                    .isEqualTo("UNAVAILABLE");
        }

        assertThat(first.closed()).isEmpty();
        storage.reads().failing(false);
        chat.signIn("alice");
        assertThat(first.closed()).contains(CloseReason.SIGNED_OUT);
    }

    @Test
    void sessionsThatWaitToReplaceOthersAreBoundedToo() {
        reopen(2, WhenFull.REPLACE_OLDEST);
        storage.reads().hold();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Peer each = chat.connect();
            each.post("hello", "\"v\":1,\"token\":\"guest:alice\"");
            peers.add(each);
        }
        chat.env.runAll();
        assertThat(chat.server.sessions().of("alice")).hasSize(4);

        storage.reads().release();
        chat.env.runAll();

        assertThat(peers.stream().filter(each -> each.closed().isEmpty())).hasSize(2);
        assertThat(chat.server.sessions().count()).isEqualTo(2);
    }
}
