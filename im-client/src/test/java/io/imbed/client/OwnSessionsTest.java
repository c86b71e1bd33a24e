package io.imbed.client;

import static io.imbed.client.Frames.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.protocol.OwnSession;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user's own sessions, seen and ended. */
class OwnSessionsTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();

    @Test
    void sessionsAreListed() {
        ScriptedServer.Link link = desk.connect();
        var listed = Desk.of(desk.client.sessions());
        desk.run();

        List<OwnSession> mine = List.of(
                new OwnSession("s0", "phone", "web", Frames.AT, false),
                new OwnSession("s1", null, null, Frames.AT, true));
        link.reply(link.next(Request.Sessions.class), new Result.Sessions(mine));
        desk.run();

        assertThat(listed).isCompletedWithValue(mine);
    }

    @Test
    void oneIsSignedOutOrAllOthersAre() {
        ScriptedServer.Link link = desk.connect();
        var one = Desk.of(desk.client.signOut("s0"));
        var others = Desk.of(desk.client.signOutOthers());
        desk.run();

        Request.SignOut first = link.next(Request.SignOut.class);
        assertThat(first.session()).isEqualTo("s0");
        link.reply(first, new Result.Done());
        Request.SignOut second = link.next(Request.SignOut.class);
        assertThat(second.session()).isNull();
        link.reply(second, new Result.Done());
        desk.run();

        assertThat(one).isCompleted();
        assertThat(others).isCompleted();
    }

    @Test
    void sessionThatIsNotThereIsNotSignedOut() {
        ScriptedServer.Link link = desk.connect();
        var stage = Desk.of(desk.client.signOut("mistyped"));
        desk.run();
        link.say(error(link.next(Request.SignOut.class), ErrorCode.NOT_FOUND));
        desk.run();

        assertThat(catchThrowableOfType(ExecutionException.class, stage::get).getCause())
                .isInstanceOfSatisfying(
                        RefusedException.class, why -> assertThat(why.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> desk.client.signOut("not an id")).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void clientThatSignsItselfOutHearsOfItFirstAndStops() {
        ScriptedServer.Link link = desk.connect();
        var stage = Desk.of(desk.client.signOut("s1"));
        desk.run();
        link.reply(link.next(Request.SignOut.class), new Result.Done());
        link.end(CloseReason.SIGNED_OUT);
        desk.run();

        assertThat(stage).isCompleted();
        assertThat(desk.client.status().state()).isEqualTo(ConnectionStatus.State.DISCONNECTED);
        assertThat(desk.client.status().reason().terminal()).isTrue();
    }
}
