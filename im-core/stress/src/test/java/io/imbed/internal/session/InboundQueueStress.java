package io.imbed.internal.session;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.imbed.internal.Budget;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Lines that come while whoever handles them is just done, or while the connection ends. Handled on the actors' threads. */
public final class InboundQueueStress {
    private InboundQueueStress() {}

    /** A queue whose handler begins when it is told to; line a waits in it. */
    abstract static class Queued implements InboundQueue.Handler {
        final Budget budget = new Budget(1_000);
        final InboundQueue queue = new InboundQueue(this, Runnable::run, budget, 10, 100);
        final StringBuffer handled = new StringBuffer();
        private volatile boolean ready;

        Queued() {
            queue.offer("a");
        }

        final void begin() {
            ready = true;
            queue.resume();
        }

        @Override
        public boolean isReady() {
            boolean answer = ready;
            Thread.yield(); // So that it may change while the answer is on its way.
            return answer;
        }

        @Override
        public void handle(String line) {
            Thread.yield();
            handled.append(line);
        }

        @Override
        public void failed(Throwable defect) {
            handled.append(defect);
        }

        final void tell(L_Result result) {
            result.r1 = handled + " " + budget.used();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "abc 0", expect = ACCEPTABLE, desc = "each handled once and in order")
    public static class OfferAgainstResume extends Queued {
        @Actor
        public void transport() {
            queue.offer("b");
            queue.offer("c");
        }

        @Actor
        public void lane() {
            begin();
        }

        @Arbiter
        public void arbiter(L_Result result) {
            tell(result);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {" 0", "a 0", "ab 0", "abc 0"},
            expect = ACCEPTABLE,
            desc = "some of it, in order; the budget has all back")
    public static class OfferAgainstClose extends Queued {
        public OfferAgainstClose() {
            begin();
        }

        @Actor
        public void transport() {
            queue.offer("b");
            queue.offer("c");
        }

        @Actor
        public void closing() {
            queue.close();
        }

        @Arbiter
        public void arbiter(L_Result result) {
            tell(result);
        }
    }
}
