package io.imbed.internal.room;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.internal.Budget;
import io.imbed.internal.Encoder;
import io.imbed.internal.Outbox;
import io.imbed.internal.RealEnvironment;
import io.imbed.protocol.FrameCodec;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import io.imbed.stress.Slip;
import io.imbed.stress.Wire;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** What is handed to a lane, or waits for its turn, while whoever would do it is just done. Nothing may be left lying. */
public final class HandOffStress {
    private static final Environment REAL = new RealEnvironment("stress");

    private HandOffStress() {}

    private static Lane laneOf(Environment env) {
        Limits limits = Limits.defaults();
        Budget budget = new Budget(limits.queues().nodeBytes());
        Encoder encoder = new Encoder(new FrameCodec(limits.sizes().json()), budget);
        LaneContext context = new LaneContext(
                env,
                limits,
                MemoryStorage.create(),
                encoder,
                budget,
                MetricsSink.none(),
                new Headcounts(),
                user -> List.of());
        return new Lane(env.lanes().get(0), context);
    }

    /** Waits until the lane has done what it was given before; "lying" if it does not come to it. */
    private static String behind(Lane lane, StringBuffer done) {
        CountDownLatch turn = new CountDownLatch(1);
        lane.execute(turn::countDown);
        try {
            return turn.await(20, TimeUnit.SECONDS) ? done.toString() : "lying";
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    /** A lane of the real environment, which goes to sleep and wakes up all the time. */
    @JCStressTest
    @State
    @Outcome(
            id = {"abxy", "axby", "axyb", "xaby", "xayb", "xyab"},
            expect = ACCEPTABLE,
            desc = "all of it, each one's in its order")
    public static class TwoWhoGiveTasks {
        private final Lane lane = laneOf(REAL);
        private final StringBuffer done = new StringBuffer();

        @Actor
        public void one() {
            lane.execute(() -> done.append("a"));
            lane.execute(() -> done.append("b"));
        }

        @Actor
        public void other() {
            lane.execute(() -> done.append("x"));
            lane.execute(() -> done.append("y"));
        }

        @Arbiter
        public void arbiter(L_Result result) {
            result.r1 = behind(lane, done);
        }
    }

    /** The storage answers, on a thread of its own, just as it is asked. */
    @JCStressTest
    @State
    @Outcome(id = "ok", expect = ACCEPTABLE, desc = "heard, and once")
    public static class AnswerAgainstQuestion {
        private final Lane lane = laneOf(REAL);
        private final CompletableFuture<String> answer = new CompletableFuture<>();
        private final StringBuffer heard = new StringBuffer();

        @Actor
        public void lane() {
            // On this thread: handing the question to the lane first would take longer than the answer.
            lane.read(() -> answer, heard::append, error -> heard.append("failed"));
        }

        @Actor
        public void storage() {
            answer.complete("ok");
        }

        @Arbiter
        public void arbiter(L_Result result) {
            result.r1 = behind(lane, heard);
        }
    }

    /** A room wants to write a page as the outbox becomes empty. */
    @JCStressTest
    @State
    @Outcome(id = "2 2", expect = ACCEPTABLE, desc = "both have had their turn, one at a time")
    public static class TurnAgainstDrain {
        private final Wire wire = new Wire();
        private final Outbox outbox = new Outbox(wire, 1_000);
        private final PageGate gate = new PageGate(outbox);
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger alone = new AtomicInteger();
        private final AtomicInteger within = new AtomicInteger();

        public TurnAgainstDrain() {
            outbox.uncork(new Slip("w").batch());
            wire.writable(false);
            outbox.offer(new Slip("a").batch());
            gate.enter(this::turn);
        }

        private void turn() {
            begun.incrementAndGet();
            if (within.incrementAndGet() == 1) alone.incrementAndGet();
            within.decrementAndGet();
            gate.done();
        }

        @Actor
        public void lane() {
            gate.enter(this::turn);
        }

        @Actor
        public void worker() {
            wire.writable(true);
            outbox.drain();
            gate.next();
        }

        @Arbiter
        public void arbiter(L_Result result) {
            result.r1 = begun + " " + alone;
        }
    }
}
