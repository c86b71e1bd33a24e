package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.NewRoom;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many do costs as much as they are: no event, no entry, and no signal for each of them. */
class LiveMultitudeTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(
            storage,
            builder -> builder.limits(Chat.unhurried().with(new Limits.Connections(100_000, 20, 100_000, 8_192))));

    @AfterEach
    void close() {
        chat.close();
    }

    private List<Peer> signIn(int users) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < users; i++) peers.add(chat.signIn("user" + i));
        return peers;
    }

    @Test
    void hundredThousandJoinsAndLeavesMakeNoEventAndAFewSignals() {
        int users = 1_000;
        int rounds = 50;
        chat.done(chat.server.rooms().create(NewRoom.live("live").owner("owner")));
        Peer owner = chat.signIn("owner");
        List<Peer> peers = signIn(users);
        Cursor before = chat.done(chat.server.rooms().head("live"));
        storage.batches.clear();
        int signals = 0;
        int events = 0;

        for (int round = 0; round < rounds; round++) {
            for (String op : List.of("join", "leave")) {
                for (Peer each : peers) each.post(op, "\"room\":\"live\"");
                chat.env.runAll();
                for (Peer each : peers) {
                    events += each.takeEvents().size();
                    signals += each.take("signal").size();
                    each.takeAll();
                }
            }
            if (round % 10 == 9) chat.pass(Duration.ofSeconds(3));
        }

        int periods = rounds / 10;
        assertThat(storage.batches).isEmpty();
        assertThat(chat.done(chat.server.rooms().head("live"))).isEqualTo(before);
        assertThat(events + owner.takeEvents().size()).isZero();
        assertThat(owner.take("signal")).hasSizeLessThanOrEqualTo(periods);
        assertThat(signals).isLessThanOrEqualTo(periods * users);
        assertThat(chat.done(chat.server.rooms().find("live")).orElseThrow().members())
                .isEqualTo(1);
    }

    @Test
    void countReachesEachFollowerOnceAPeriodAsOneEncoding() {
        chat.done(chat.server.rooms().create(NewRoom.live("live")));
        List<Peer> peers = signIn(1_000);
        for (Peer each : peers) each.post("join", "\"room\":\"live\"");
        chat.env.runAll();
        peers.forEach(Peer::takeAll);
        peers.forEach(each -> each.connection.stall());
        long before = chat.figures.budgetUsed();

        chat.pass(Duration.ofSeconds(3));

        assertThat(chat.figures.budgetUsed() - before).isBetween(1L, 200L);
        peers.forEach(each -> each.connection.resume());
        for (Peer each : peers) {
            assertThat(each.take("signal"))
                    .hasSize(1)
                    .allSatisfy(
                            signal -> assertThat(signal.get("count").getAsInt()).isEqualTo(1_000));
        }
    }

    @Test
    void moderatorsRecallReachesAThousandFollowersAsOneEvent() {
        String[] users = IntStream.range(0, 1_000).mapToObj(i -> "user" + i).toArray(String[]::new);
        chat.done(chat.server.rooms().create(NewRoom.channel("r").members(users)));
        List<Peer> peers = signIn(users.length);
        chat.done(chat.server.rooms().role("r", "user0", Role.ADMIN));
        chat.done(chat.server.rooms().send("r", Draft.text("what nobody is to read")));
        peers.forEach(Peer::takeAll);
        Peer moderator = peers.get(0);
        Cursor head = chat.done(chat.server.rooms().head("r"));
        storage.batches.clear();
        peers.subList(1, peers.size()).forEach(each -> each.connection.stall());
        long before = chat.figures.budgetUsed();

        moderator.ok("recall", "\"room\":\"r\",\"seq\":1");

        // One line, kept for those who are behind, and one batch that all who do not read share; not one for each.
        assertThat(chat.figures.budgetUsed() - before).isLessThan(600L);
        assertThat(storage.batches).hasSize(1);
        assertThat(storage.batches.get(0)).hasSize(1);
        assertThat(chat.done(chat.server.rooms().head("r")).rev()).isEqualTo(head.rev() + 1);
        peers.forEach(each -> each.connection.resume());
        for (Peer each : peers) {
            assertThat(each.takeEvents())
                    .hasSize(1)
                    .allSatisfy(
                            event -> assertThat(event.get("type").getAsString()).isEqualTo("recalled"));
        }
        for (Peer each : List.of(moderator, peers.get(999))) {
            String read = each.ok("history", "\"room\":\"r\"").toString()
                    + each.ok("sync", "\"room\":\"r\",\"epoch\":\"" + head.epoch() + "\",\"rev\":" + (head.rev() - 1))
                    + each.ok("room.list", "");
            assertThat(read).doesNotContain("nobody is to read");
        }
    }
}
