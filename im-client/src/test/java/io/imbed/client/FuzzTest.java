package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.testkit.ManualEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No loss, no repeat, in order, and every send settles, whatever the wire does. A failure names its seed. */
class FuzzTest {
    private static final int ACTIONS = 120;

    @RegisterExtension
    final LogGuard log = new LogGuard();

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void clientIsExactWhateverTheWireDoes(long seed) {
        new Run(seed).play();
    }

    private record Attempt(String room, String cid, CompletableFuture<Result.Sent> future) {}

    private static final class Run {
        final SplittableRandom chance;
        final ManualEnvironment environment;
        final ModelServer server;
        final Witness witness;
        final ImClient client;
        final List<Attempt> attempts = new ArrayList<>();

        Run(long seed) {
            chance = new SplittableRandom(seed);
            environment = ManualEnvironment.seeded(seed);
            server = new ModelServer(environment.scheduler(), chance.split());
            witness = new Witness(server);
            client = ImClient.builder(URI.create("ws://model/im"))
                    .environment(environment)
                    .wire(server)
                    .listener(witness)
                    .build();
        }

        void play() {
            for (ModelRoom room : server.rooms.values()) {
                for (int i = chance.nextInt(5); i > 0; i--) room.post("other", "before" + i, "text");
            }
            client.connect();
            for (int i = 0; i < ACTIONS; i++) {
                act();
                environment.advance(
                        Duration.ofMillis(chance.nextInt(10) == 0 ? chance.nextInt(40_000) : chance.nextInt(300)));
            }
            calmDown();
            check();
        }

        private void act() {
            ModelRoom room = List.copyOf(server.rooms.values()).get(chance.nextInt(server.rooms.size()));
            switch (chance.nextInt(24)) {
                case 0 -> server.cut(CloseReason.ABNORMAL);
                case 1 -> server.cut(CloseReason.SLOW_CONSUMER);
                case 2 -> server.fallSilent();
                case 3 -> server.announceRestart();
                case 4 -> client.reconnectNow();
                case 5 -> room.compact();
                case 6 -> {
                    if (chance.nextInt(3) == 0) server.lose(room);
                }
                case 7 -> server.remove(room);
                case 8, 9 -> server.invite(room);
                case 10 -> {
                    client.disconnect();
                    environment.advance(Duration.ofMillis(chance.nextInt(3_000)));
                    client.connect();
                }
                case 11, 12, 13, 14, 15, 16 -> send(room.id);
                default -> {
                    for (int i = chance.nextInt(4); i >= 0; i--) server.post(room);
                }
            }
        }

        private void send(String room) {
            for (int i = chance.nextInt(3); i >= 0; i--) {
                String cid = client.newCid();
                attempts.add(new Attempt(room, cid, Desk.of(client.room(room).send(cid, Draft.text("mine")))));
            }
        }

        private void calmDown() {
            server.calm = true;
            environment.advance(Duration.ofMinutes(1)); // whatever the wire's state, it is found out
            server.rooms.values().forEach(server::invite);
            server.rooms.values().forEach(server::post); // what was dropped last is not missed without a next one
            environment.advance(Duration.ofMinutes(1));
        }

        private void check() {
            assertThat(client.status().isConnected()).isTrue();
            for (ModelRoom room : server.rooms.values()) {
                assertThat(witness.at.get(room.id))
                        .as("the whole of %s", room.id)
                        .isEqualTo(room.head());
                List<String> submitted = attempts.stream()
                        .filter(attempt -> attempt.room.equals(room.id))
                        .map(Attempt::cid)
                        .toList();
                assertThat(room.ownCids())
                        .doesNotHaveDuplicates()
                        .isSubsetOf(submitted)
                        .isSortedAccordingTo((one, other) -> submitted.indexOf(one) - submitted.indexOf(other));
            }
            attempts.forEach(this::checkSettled);
            assertThat(Desk.of(client.pending())).isNotDone();
            client.close();
            environment.advance(Duration.ofMinutes(1));
            assertThat(environment.untilNextTimer()).isEmpty();
        }

        private void checkSettled(Attempt attempt) {
            assertThat(attempt.future).as("send %s", attempt).isDone();
            Map<String, Event> stored = witness.stored(attempt.room);
            if (attempt.future.isCompletedExceptionally()) {
                assertThat(attempt.future.handle((sent, failure) -> failure).join())
                        .isInstanceOf(RefusedException.class);
                // An epoch that was lost may have held it: its answer was lost too, and the next epoch knows nothing of
                // it.
                String epoch = server.rooms.get(attempt.room).head().epoch();
                assertThat(stored.get(attempt.cid))
                        .as("refused")
                        .matches(event -> event == null || !event.epoch().equals(epoch));
            } else {
                assertThat(stored).as("acked").containsKey(attempt.cid);
            }
        }
    }

    /** Checks each thing that a listener hears against what it heard before and what the server has. */
    private static final class Witness implements ClientListener {
        final Map<String, Cursor> at = new LinkedHashMap<>();
        private final ModelServer server;
        private boolean connectedBefore;

        Witness(ModelServer server) {
            this.server = server;
        }

        Map<String, Event> stored(String room) {
            Map<String, Event> byCid = new HashMap<>();
            server.rooms.get(room).everything.values().forEach(event -> {
                if (event.body() instanceof EventBody.Posted posted) {
                    byCid.put(posted.message().cid(), event);
                }
            });
            return byCid;
        }

        @Override
        public void onConnected(Result.Welcome welcome) {
            if (!connectedBefore) welcome.rooms().forEach(this::begin);
            connectedBefore = true;
        }

        @Override
        public void onGained(RoomView room) {
            assertThat(at).doesNotContainKey(room.id());
            begin(room);
        }

        @Override
        public void onGone(String room) {
            assertThat(at.remove(room)).isNotNull();
        }

        @Override
        public void onReset(String room, Cursor cursor) {
            assertThat(at.put(room, cursor)).isNotNull();
        }

        @Override
        public void onEvent(Event event) {
            Cursor before = at.put(event.room(), event.cursor());
            assertThat(before).isEqualTo(new Cursor(event.epoch(), event.rev() - 1));
            assertThat(event)
                    .isEqualTo(server.rooms.get(event.room()).everything.get(event.cursor()));
        }

        private void begin(RoomView room) {
            at.put(
                    room.id(),
                    new Cursor(room.membership().epoch(), room.membership().rev()));
        }
    }
}
