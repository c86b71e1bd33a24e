package io.imbed.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.imbed.stress.Slip;
import io.imbed.stress.Wire;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * What is offered to an outbox while it is drained, uncorked or closed. Results are what was written, and how often each
 * batch was released for good; what no outcome names is forbidden.
 */
public final class OutboxStress {
    private OutboxStress() {}

    /** An outbox, and batches a, b, c. */
    abstract static class Outboxed {
        final Wire wire = new Wire();
        final Outbox outbox = new Outbox(wire, 1_000);
        final Slip a = new Slip("a");
        final Slip b = new Slip("b");
        final Slip c = new Slip("c");

        /** Lets it carry, from the welcome on. */
        final void open() {
            outbox.uncork(new Slip("w").batch());
        }

        /** As a fan-out does: past the outbox where that is allowed. */
        final void fanOut(Slip slip) {
            if (outbox.isDirect()) wire.write(slip.batch());
            else outbox.offer(slip.batch());
        }

        final void tell(L_Result result) {
            result.r1 = wire.written() + " " + a.released() + b.released() + c.released();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "wabc 111", expect = ACCEPTABLE, desc = "all of it, in order")
    public static class OfferAgainstDrain extends Outboxed {
        public OfferAgainstDrain() {
            open();
            wire.writable(false);
            outbox.offer(a.batch());
        }

        @Actor
        public void lane() {
            fanOut(b);
            fanOut(c);
        }

        @Actor
        public void worker() {
            wire.writable(true);
            outbox.drain();
        }

        @Arbiter
        public void arbiter(L_Result result) {
            tell(result);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "w 111", expect = ACCEPTABLE, desc = "all came too late")
    public static class OfferAgainstClose extends Outboxed {
        public OfferAgainstClose() {
            open();
            wire.writable(false);
            outbox.offer(a.batch());
        }

        @Actor
        public void lane() {
            outbox.offer(b.batch());
            outbox.offerSignal(c.batch());
        }

        @Actor
        public void closing() {
            outbox.close();
        }

        @Arbiter
        public void arbiter(L_Result result) {
            tell(result);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"w 111", "wabc 111"},
            expect = ACCEPTABLE,
            desc = "nothing left, or all of it")
    public static class DrainAgainstClose extends Outboxed {
        public DrainAgainstClose() {
            open();
            wire.writable(false);
            outbox.offer(a.batch());
            outbox.offer(b.batch());
            outbox.offer(c.batch());
            wire.writable(true);
        }

        @Actor
        public void worker() {
            outbox.drain();
        }

        @Actor
        public void closing() {
            outbox.close();
        }

        @Arbiter
        public void arbiter(L_Result result) {
            tell(result);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "wabc 111", expect = ACCEPTABLE, desc = "the welcome first, then all of it, in order")
    public static class OfferAgainstWelcome extends Outboxed {
        public OfferAgainstWelcome() {
            outbox.offer(a.batch());
        }

        @Actor
        public void greeting() {
            open();
        }

        @Actor
        public void lane() {
            fanOut(b);
            fanOut(c);
        }

        @Arbiter
        public void arbiter(L_Result result) {
            tell(result);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {" 111", "wbc 111"},
            expect = ACCEPTABLE,
            desc = "closed before the welcome, or behind what had gathered")
    public static class WelcomeAgainstClose extends Outboxed {
        public WelcomeAgainstClose() {
            outbox.offer(b.batch());
            outbox.offerLatest("key", a.batch());
            outbox.offerLatest("key", c.batch());
        }

        @Actor
        public void greeting() {
            open();
        }

        @Actor
        public void closing() {
            outbox.close();
        }

        @Arbiter
        public void arbiter(L_Result result) {
            tell(result);
        }
    }
}
