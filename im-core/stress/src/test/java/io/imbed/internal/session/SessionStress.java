package io.imbed.internal.session;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.imbed.Identity;
import io.imbed.Limits;
import io.imbed.internal.Budget;
import io.imbed.internal.Ticks;
import io.imbed.internal.room.RoomService.Submission;
import io.imbed.protocol.CloseReason;
import io.imbed.stress.DirectEnvironment;
import io.imbed.stress.DirectServer;
import io.imbed.stress.Wire;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A session that ends while it begins, while it sends, while it is sent something, and while it ends by the other side; and
 * sends that go on as the one before them is placed. Results end with {@link DirectServer#remains}.
 */
public final class SessionStress {
    private static final String NOTHING_LEFT = "0 sessions, 0 ends missing, 0 bytes";
    private static final CloseReason GONE = new CloseReason(1006, "gone");

    private SessionStress() {}

    @JCStressTest
    @State
    @Outcome(id = NOTHING_LEFT, expect = ACCEPTABLE, desc = "ended as often as it began")
    public static class CloseAgainstHello {
        private final DirectServer server = new DirectServer();
        private final DirectServer.Client alice = server.connect("alice");

        @Actor
        public void hello() {
            alice.hello("alice");
        }

        @Actor
        public void transport() {
            alice.inbound().onClosed(GONE);
        }

        @Arbiter
        public void arbiter(L_Result result) {
            result.r1 = server.remains();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0 closes, " + NOTHING_LEFT, "1 closes, " + NOTHING_LEFT},
            expect = ACCEPTABLE,
            desc = "ended once, by either side")
    public static class CloseAgainstClose {
        private final DirectServer server = new DirectServer();
        private final DirectServer.Client alice = server.member("alice");

        @Actor
        public void host() {
            server.signOut("alice");
        }

        @Actor
        public void transport() {
            alice.inbound().onClosed(GONE);
        }

        @Arbiter
        public void arbiter(L_Result result) {
            result.r1 = alice.wire().closes() + " closes, " + server.remains();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0 messages, " + NOTHING_LEFT, "1 messages, " + NOTHING_LEFT},
            expect = ACCEPTABLE,
            desc = "sent or not, nothing stays")
    public static class CloseAgainstSend {
        private final DirectServer server = new DirectServer();
        private final DirectServer.Client alice = server.member("alice");

        @Actor
        public void client() {
            alice.send("text");
        }

        @Actor
        public void host() {
            server.signOut("alice");
        }

        @Arbiter
        public void arbiter(L_Result result) {
            result.r1 = server.messages() + " messages, " + server.remains();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1 messages, " + NOTHING_LEFT, expect = ACCEPTABLE, desc = "what it was not given is not kept for it")
    public static class CloseAgainstDelivery {
        private final DirectServer server = new DirectServer();
        private final DirectServer.Client alice = server.member("alice");
        private final DirectServer.Client bob = server.member("bob");

        public CloseAgainstDelivery() {
            bob.wire().writable(false);
        }

        @Actor
        public void client() {
            alice.send("text");
        }

        @Actor
        public void transport() {
            bob.inbound().onClosed(GONE);
        }

        @Arbiter
        public void arbiter(L_Result result) {
            alice.inbound().onClosed(GONE);
            result.r1 = server.messages() + " messages, " + server.remains();
        }
    }

    /** The lane places a send as the session hands over the next ones. */
    @JCStressTest
    @State
    @Outcome(id = "abc", expect = ACCEPTABLE, desc = "each once, in order")
    public static class SendAgainstPlacing {
        private final CompletableFuture<String> placed = new CompletableFuture<>();
        private final StringBuffer submitted = new StringBuffer();
        private final Session session = session();

        public SendAgainstPlacing() {
            submit("a", placed);
        }

        /** One that shares nothing with others. */
        private static Session session() {
            DirectEnvironment env = new DirectEnvironment();
            Limits limits = Limits.defaults();
            Services services = new Services(
                    env,
                    new Ticks(env.scheduler()),
                    limits,
                    null,
                    null,
                    new Budget(1_000),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new SessionRegistry(limits, env.scheduler()),
                    null,
                    null);
            Link link = new Link(services, new Wire(), ended -> {});
            return new Session("s", link, Identity.of("alice"), null, null, services);
        }

        private void submit(String name, CompletableFuture<String> place) {
            session.inOrder("room", () -> {
                submitted.append(name);
                return new Submission<>(place, new CompletableFuture<String>());
            });
        }

        @Actor
        public void worker() {
            submit("b", CompletableFuture.completedFuture(""));
            submit("c", CompletableFuture.completedFuture(""));
        }

        @Actor
        public void lane() {
            placed.complete("");
        }

        @Arbiter
        public void arbiter(L_Result result) {
            result.r1 = submitted.toString();
        }
    }
}
