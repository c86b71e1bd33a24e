package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.MessageSent;
import io.imbed.hook.Verdict;
import io.imbed.spi.Authenticator;
import io.imbed.testkit.websocket.Probe;
import io.imbed.testkit.websocket.Probe.RoundTrips;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Hooks that hang, or are told more than they can take, while a client asks for what needs no hook: it is answered within
 * twice the time of a moment before, when the same talk met hooks that are well. What is shorter than the floors is noise
 * of the machine; whoever waits for a hook that hangs waits for two seconds.
 */
class HookLoadIT {
    private static final Duration FLOOR = Duration.ofMillis(20);
    private static final Duration FLOOR_P99 = Duration.ofMillis(500);
    private static final int TALKERS = 16;
    /** One after the other, so that two of them wait twice for the time limit. */
    private static final int FEW = 2;
    /** More by all than calls of one hook may wait. */
    private static final int MANY = 100;

    private final CountDownLatch end = new CountDownLatch(1);
    private final WsTransport transport = WsTransport.on(0);
    private final ImServer server = ImServer.builder(MemoryStorage.create())
            .authenticator(Authenticator.guests())
            .transport(transport)
            .limits(Limits.defaults().with(Limits.Rates.OPEN))
            .on(BeforeSend.class, attempt -> {
                if (attempt.room().equals("hangs")) hang();
                return Verdict.allow();
            })
            .on(MessageSent.class, sent -> {
                if (sent.message().room().equals("floods")) hang();
            })
            .build();
    private final List<RawClient> talkers = new ArrayList<>();
    private Probe probe;

    @BeforeEach
    void start() throws Exception {
        server.start();
        for (String room : List.of("well", "hangs", "floods")) {
            server.rooms().create(NewRoom.channel(room)).toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        for (int i = 0; i < TALKERS; i++) {
            RawClient talker = RawClient.open(transport.port());
            talkers.add(talker);
            talker.send("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:talker" + i + "\"}");
            for (String room : List.of("well", "hangs", "floods")) {
                talker.send("{\"op\":\"join\",\"id\":2,\"room\":\"" + room + "\"}");
            }
            awaitReplies(talker, 4);
        }
        probe = Probe.connect(URI.create("ws://127.0.0.1:" + transport.port() + "/im"), "guest:probe");
        probe.during(() -> talk("well", MANY)); // what is measured first would measure a cold virtual machine
    }

    @AfterEach
    void close() throws Exception {
        end.countDown();
        talkers.forEach(RawClient::vanish);
        probe.close();
        server.close();
    }

    /** Until the end of the test, unless its time is up. */
    private void hang() throws InterruptedException {
        end.await();
    }

    @Test
    void hookThatHangsIsWaitedForByWhoeverNeedsItAlone() throws Exception {
        RoundTrips baseline = probe.during(() -> talk("well", FEW));

        RoundTrips trouble = probe.during(() -> talk("hangs", FEW));

        assertBarelySlower(trouble, baseline);
    }

    @Test
    void hookThatIsToldMoreThanItTakesSlowsNobodyDown() throws Exception {
        RoundTrips baseline = probe.during(() -> talk("well", MANY));

        RoundTrips trouble = probe.during(() -> talk("floods", MANY));

        assertBarelySlower(trouble, baseline);
    }

    /** Everybody sends so much at once, and hears what became of it. */
    private void talk(String room, int sends) {
        try {
            for (RawClient talker : talkers) {
                for (int i = 0; i < sends; i++) {
                    talker.send("{\"op\":\"send\",\"id\":3,\"room\":\"" + room + "\",\"cid\":\"c" + System.nanoTime()
                            + "\",\"content\":{\"type\":\"text\",\"text\":\"x\"}}");
                }
            }
            for (RawClient talker : talkers) awaitReplies(talker, sends);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitReplies(RawClient client, int count) throws IOException {
        for (int seen = 0; seen < count; ) if (client.next(Rig.PATIENCE).contains("\"re\":")) seen++;
    }

    private static void assertBarelySlower(RoundTrips trouble, RoundTrips baseline) {
        assertThat(trouble.median()).as("median").isLessThanOrEqualTo(longest(baseline.median(), FLOOR));
        assertThat(trouble.p99()).as("99th percentile").isLessThanOrEqualTo(longest(baseline.p99(), FLOOR_P99));
    }

    private static Duration longest(Duration baseline, Duration floor) {
        Duration twice = baseline.multipliedBy(2);
        return twice.compareTo(floor) < 0 ? floor : twice;
    }
}
