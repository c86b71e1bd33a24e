package io.imbed.client;

import static io.imbed.client.Frames.room;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of calls when the client stops, by itself or because it is told to. */
class StopTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();
    private final Room r = desk.client.room("r");

    @Test
    void terminalReasonFailsWhatWaitsForAConnectionAndKeepsMessages() {
        desk.client.connect();
        var joined = Desk.of(r.join());
        var sent = Desk.of(r.send("x"));
        desk.run();
        desk.server.link().end(CloseReason.BANNED.withText("banned for spam"));
        desk.run();

        assertThat(joined)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(RefusedException.class)
                .withMessageContaining("banned for spam");
        assertThat(sent).isNotDone();
        assertThat(desk.connect(room("r", "e", 0))
                        .next(Request.Send.class)
                        .content()
                        .fallback())
                .isEqualTo("x");
    }

    @Test
    void terminalReasonLeavesOpenWhatBecameOfARequestThatWasSent() {
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        var left = Desk.of(r.leave());
        desk.run();
        link.next(Request.Leave.class);
        link.end(CloseReason.SIGNED_OUT.withText("signed out"));
        desk.run();

        assertThat(left)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(UnavailableException.class)
                .withMessageContaining("signed out");
        assertThat(left.handle((done, failure) -> ((UnavailableException) failure).unknown())
                        .join())
                .isTrue();
    }

    @Test
    void disconnectFailsNoRequestThatTheNextConnectionCanAnswer() {
        desk.client.connect();
        var joined = Desk.of(r.join());
        desk.client.disconnect();
        desk.run();

        assertThat(joined).isNotDone();
        desk.connect().next(Request.Join.class);
    }

    @Test
    void closeSendsNothingMoreThoughAJoinHeldItBack() {
        ScriptedServer.Link link = desk.connect();
        r.join();
        var sent = Desk.of(r.send("x"));
        desk.run();
        link.next(Request.Join.class);
        desk.client.close();
        desk.run();

        assertThat(link.requests).isEmpty();
        assertThat(sent.handle((done, failure) -> ((UnavailableException) failure).unknown())
                        .join())
                .isFalse();
    }

    @Test
    void disconnectDoesNotWaitForAConnectionThatIsNotOpenYet() {
        desk.server.opensAtOnce = false;
        desk.client.connect();
        desk.run();
        var disconnected = Desk.of(desk.client.disconnect());
        desk.run();

        assertThat(desk.server.link().aborted).isTrue();
        assertThat(disconnected).isCompleted();
    }

    @Test
    void callbacksMayStopTheClientAndCallAnythingAfter() {
        desk.client.listen(new ClientListener() {
            @Override
            public void onStatus(ConnectionStatus status) {
                if (!status.isConnected()) return;
                desk.client.disconnect();
                desk.client.close();
                desk.client.close();
                desk.client.disconnect();
                r.send("late").whenComplete((sent, failure) -> desk.client.close());
                desk.client.reconnectNow();
                r.typing(true);
                r.markRead(1);
            }
        });
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        link.end(CloseReason.NORMAL);
        desk.run();

        assertThat(desk.client.status().state()).isEqualTo(ConnectionStatus.State.DISCONNECTED);
        assertThat(desk.environment.untilNextTimer()).isEmpty();
    }
}
