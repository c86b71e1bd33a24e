package io.imbed.client;

import static io.imbed.client.Frames.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imbed.protocol.BanView;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rooms with settings of their own, and what those who run them ask. */
class RoomMakerTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();
    private final Room r = desk.client.room("r");

    private static ErrorCode refusal(CompletableFuture<?> future) {
        Throwable why =
                catchThrowableOfType(ExecutionException.class, future::get).getCause();
        return ((RefusedException) why).code();
    }

    @Test
    void roomsAreMadeOtherThanTheirKind() {
        ScriptedServer.Link link = desk.connect();
        SettingsPatch slow = SettingsPatch.NONE.withSlowMs(5_000);
        desk.client.createGroup("Friends", List.of("bob"), slow);
        desk.client.createChannel(null, "News", List.of("carol"), slow);
        var live = Desk.of(desk.client.createLive("final", null, slow));
        desk.run();

        Request.RoomCreate group = link.next(Request.RoomCreate.class);
        assertThat(group)
                .isEqualTo(new Request.RoomCreate(
                        group.id(), RoomKind.GROUP, group.cid(), null, "Friends", null, List.of("bob"), slow));
        Request.RoomCreate channel = link.next(Request.RoomCreate.class);
        assertThat(channel)
                .isEqualTo(new Request.RoomCreate(
                        channel.id(), RoomKind.CHANNEL, channel.cid(), null, "News", null, List.of("carol"), slow));
        Request.RoomCreate last = link.next(Request.RoomCreate.class);
        assertThat(last)
                .isEqualTo(new Request.RoomCreate(
                        last.id(), RoomKind.LIVE, last.cid(), "final", null, null, List.of(), slow));
        link.say(error(last, ErrorCode.CONFLICT));
        desk.run();

        assertThat(refusal(live)).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void bansAreAskedForByThePage() {
        ScriptedServer.Link link = desk.connect();
        var bans = Desk.of(r.bans("bob", 10));
        var refused = Desk.of(r.bans(null, 100));
        desk.run();

        Request.Bans first = link.next(Request.Bans.class);
        assertThat(first).isEqualTo(new Request.Bans(first.id(), "r", "bob", 10));
        Result.BanPage page = new Result.BanPage(List.of(new BanView("eve", "alice", Frames.AT, null, "spam")), true);
        link.reply(first, page);
        Request.Bans second = link.next(Request.Bans.class);
        assertThat(second.after()).isNull();
        link.say(error(second, ErrorCode.FORBIDDEN));
        desk.run();

        assertThat(bans).isCompletedWithValue(page);
        assertThat(refusal(refused)).isEqualTo(ErrorCode.FORBIDDEN);
    }
}
