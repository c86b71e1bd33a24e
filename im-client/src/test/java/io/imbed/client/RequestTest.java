package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.later;
import static io.imbed.client.Frames.room;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Content;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.ImException;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.SettingsPatch;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RequestTest {
    private static final Result.MessagePage PAGE = new Result.MessagePage(List.of(), false, 0, 0, 4);

    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Desk desk = new Desk();
    private final Room r = desk.client.room("r");

    @Test
    void answerCompletesTheStage() {
        ScriptedServer.Link link = desk.connect();
        CompletableFuture<Result.MessagePage> page = Desk.of(r.history(new Anchor(Anchor.Side.BEFORE, 9), 50));
        desk.run();

        Request.History history = link.next(Request.History.class);
        assertThat(history.anchor()).isEqualTo(new Anchor(Anchor.Side.BEFORE, 9));
        assertThat(history.limit()).isEqualTo(50);
        link.reply(history, PAGE);
        desk.run();

        assertThat(page).isCompletedWithValue(PAGE);
    }

    @Test
    void membersRoomsAndViewsAreAskedFor() {
        ScriptedServer.Link link = desk.connect();
        var members = Desk.of(r.members("bob", 10));
        var rooms = Desk.of(desk.client.rooms("a", 20));
        var channels = Desk.of(desk.client.channels(null, 30));
        desk.run();

        Request.Members first = link.next(Request.Members.class);
        assertThat(first.after()).isEqualTo("bob");
        link.reply(first, new Result.MemberPage(List.of(), true));
        Request.RoomList mine = link.next(Request.RoomList.class);
        assertThat(mine.kind()).isNull();
        link.reply(mine, new Result.Rooms(List.of(room("r", "e", 1)), false));
        Request.RoomList open = link.next(Request.RoomList.class);
        assertThat(open.kind()).isEqualTo(RoomKind.CHANNEL);
        link.reply(open, new Result.Rooms(List.of(), false));
        desk.run();

        assertThat(members.join().more()).isTrue();
        assertThat(rooms.join().rooms()).hasSize(1);
        assertThat(channels.join().rooms()).isEmpty();
    }

    @Test
    void editsAndRecallsAreAskedForAndTheirRefusalIsTold() {
        ScriptedServer.Link link = desk.connect();
        var edited = Desk.of(r.edit(7, Content.text("better"), List.of("bob")));
        var recalled = Desk.of(r.recall(8));
        desk.run();

        Request.Edit edit = link.next(Request.Edit.class);
        assertThat(edit).isEqualTo(new Request.Edit(edit.id(), "r", 7, Content.text("better"), List.of("bob")));
        link.reply(edit, new Result.Done());
        Request.Recall recall = link.next(Request.Recall.class);
        assertThat(recall.seq()).isEqualTo(8);
        link.say(error(recall, ErrorCode.FORBIDDEN));
        desk.run();

        assertThat(edited).isCompleted();
        assertThat(catchThrowableOfType(ExecutionException.class, recalled::get).getCause())
                .isInstanceOfSatisfying(
                        RefusedException.class, why -> assertThat(why.code()).isEqualTo(ErrorCode.FORBIDDEN));
    }

    @Test
    void moderationIsAskedForInTheProtocolsWords() {
        ScriptedServer.Link link = desk.connect();
        var stages = List.of(
                r.invite("bob"),
                r.kick("bob"),
                r.role("bob", Role.ADMIN),
                r.mute("bob", Duration.ofMinutes(1), "loud"),
                r.unmute("bob"),
                r.ban("bob", null, null),
                r.unban("bob"),
                r.rename("News"),
                r.configure(SettingsPatch.NONE.withSlowMs(5)),
                r.prefer(OwnSettings.Patch.NONE.withHidden(true)),
                r.react(7, "ok", true),
                r.pin(7, false),
                r.delete());
        desk.run();

        List<String> asked = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Request request = link.next(Request.class);
            asked.add(request.op());
            if (request instanceof Request.Mute mute) assertThat(mute.ms()).isEqualTo(60_000);
            if (request instanceof Request.Ban ban) assertThat(ban.ms()).isNull();
            link.reply(request, new Result.Done());
        }
        desk.run();

        assertThat(asked)
                .containsExactly(
                        "invite",
                        "kick",
                        "role",
                        "mute",
                        "unmute",
                        "ban",
                        "unban",
                        "room.update",
                        "room.update",
                        "room.update",
                        "react",
                        "pin",
                        "room.delete");
        assertThat(stages).allSatisfy(stage -> assertThat(stage).isCompleted());
    }

    @Test
    void madeRoomIsFollowedAndARepeatCarriesTheSameCid() {
        ScriptedServer.Link link = desk.connect();
        CompletableFuture<RoomView> made = Desk.of(desk.client.createGroup("Friends", List.of("bob")));
        desk.run();
        Request.RoomCreate create = link.next(Request.RoomCreate.class);
        assertThat(create.kind()).isEqualTo(RoomKind.GROUP);
        assertThat(create.members()).containsExactly("bob");
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        link = desk.welcome();

        Request.RoomCreate again = link.next(Request.RoomCreate.class);
        assertThat(again.cid()).isEqualTo(create.cid());
        link.reply(again, new Result.OneRoom(room("g.1", "e", 1)));
        desk.run();

        assertThat(made.join().id()).isEqualTo("g.1");
        assertThat(desk.client.cursor("g.1")).isPresent();
    }

    @Test
    void directAndChannelSayWhatTheyAre() {
        ScriptedServer.Link link = desk.connect();
        desk.client.openDirect("bob");
        desk.client.createChannel("news", "News");
        desk.run();

        assertThat(link.next(Request.RoomCreate.class))
                .matches(create -> create.kind() == RoomKind.DIRECT && "bob".equals(create.user()));
        assertThat(link.next(Request.RoomCreate.class))
                .matches(create -> "news".equals(create.room()) && "News".equals(create.title()));
    }

    @Test
    void requestWaitsForTheConnection() {
        CompletableFuture<Result.MessagePage> page = Desk.of(r.history(Anchor.LATEST, 10));
        desk.wait(Duration.ofSeconds(5));

        ScriptedServer.Link link = desk.connect();
        link.reply(link.next(Request.History.class), PAGE);
        desk.run();

        assertThat(page).isCompletedWithValue(PAGE);
    }

    @Test
    void requestWhoseTimeIsUpFails() {
        CompletableFuture<Result.MessagePage> page = Desk.of(r.history(Anchor.LATEST, 10));
        desk.wait(Duration.ofMillis(29_999));
        assertThat(page).isNotDone();
        desk.wait(Duration.ofMillis(15_000));

        assertThat(failure(page))
                .isInstanceOfSatisfying(
                        UnavailableException.class, e -> assertThat(e.unknown()).isFalse());
        assertThat(desk.connect().requests).isEmpty();
    }

    @Test
    void requestThatWasSentFailsAsUnknown() {
        ScriptedServer.Link link = desk.connect();
        CompletableFuture<RoomView> joined = Desk.of(r.join());
        desk.run();
        desk.server.opensAtOnce = false;
        link.end(CloseReason.ABNORMAL);
        desk.wait(Duration.ofSeconds(30));

        assertThat(failure(joined))
                .isInstanceOfSatisfying(
                        UnavailableException.class, e -> assertThat(e.unknown()).isTrue());
    }

    @Test
    void lostRequestIsAskedAgainOnTheNextConnection() {
        ScriptedServer.Link link = desk.connect();
        CompletableFuture<Result.MessagePage> page = Desk.of(r.history(Anchor.LATEST, 10));
        desk.run();
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        link = desk.welcome();

        link.reply(link.next(Request.History.class), PAGE);
        desk.run();

        assertThat(page).isCompletedWithValue(PAGE);
    }

    @Test
    void notNowIsAskedAgainLater() {
        ScriptedServer.Link link = desk.connect();
        CompletableFuture<Result.MessagePage> page = Desk.of(r.history(Anchor.LATEST, 10));
        desk.run();

        link.say(later(link.next(Request.History.class), ErrorCode.RATE_LIMITED, 2_000));
        desk.wait(Duration.ofMillis(1_999));
        assertThat(link.requests).isEmpty();
        desk.wait(Duration.ofMillis(1_000));
        link.reply(link.next(Request.History.class), PAGE);
        desk.run();

        assertThat(page).isCompletedWithValue(PAGE);
    }

    @Test
    void pauseThatOutlivesItsConnectionAsksOnce() {
        ScriptedServer.Link link = desk.connect();
        r.history(Anchor.LATEST, 10);
        desk.run();
        link.say(later(link.next(Request.History.class), ErrorCode.UNAVAILABLE, 2_000));
        link.end(CloseReason.ABNORMAL);
        desk.waitForRetry();
        link = desk.welcome();

        desk.wait(Duration.ofSeconds(5));

        link.next(Request.History.class);
        assertThat(link.requests).isEmpty();
    }

    @Test
    void noFailsTheStage() {
        ScriptedServer.Link link = desk.connect();
        CompletableFuture<Result.MessagePage> page = Desk.of(r.history(Anchor.LATEST, 10));
        desk.run();

        link.say(error(link.next(Request.History.class), ErrorCode.NOT_FOUND));
        desk.run();

        assertThat(failure(page))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void leavingWhereOneIsNotSucceeds() {
        ScriptedServer.Link link = desk.connect();
        CompletableFuture<Void> left = Desk.of(r.leave());
        CompletableFuture<Void> refused = Desk.of(desk.client.room("d.1").leave());
        desk.run();

        link.say(error(link.next(Request.Leave.class), ErrorCode.NOT_FOUND));
        link.say(error(link.next(Request.Leave.class), ErrorCode.FORBIDDEN));
        desk.run();

        assertThat(left).isCompleted();
        assertThat(failure(refused)).isInstanceOf(RefusedException.class);
    }

    @Test
    void onlySoManyAreOnTheirWay() {
        ScriptedServer.Link link = desk.connect();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < Exchange.MAX_IN_FLIGHT + 5; i++) all.add(Desk.of(r.history(Anchor.LATEST, 10)));
        desk.run();
        assertThat(link.requests).hasSize(Exchange.MAX_IN_FLIGHT);

        while (!link.requests.isEmpty()) {
            link.reply(link.next(Request.History.class), PAGE);
            desk.run();
        }

        assertThat(all).allMatch(CompletableFuture::isDone);
    }

    @Test
    void onlySoManyBytesAreOnTheirWay() {
        ScriptedServer.Link link = desk.connect();
        for (int i = 0; i < 5; i++) desk.client.room("room-" + i).send("x".repeat(50_000));
        desk.run();
        assertThat(link.requests).hasSize(2);

        link.reply(link.next(Request.Send.class), Frames.sent(1));
        desk.run();

        assertThat(link.requests).hasSize(2);
    }

    @Test
    void tooManyWaitingRequestsAreTurnedAway() {
        for (int i = 0; i < Requests.MAX_OPEN; i++) r.history(Anchor.LATEST, 10);
        CompletableFuture<Result.MessagePage> page = Desk.of(r.history(Anchor.LATEST, 10));
        desk.run();

        assertThat(failure(page)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void closeSettlesWhatWaits() {
        desk.connect();
        CompletableFuture<Result.MessagePage> page = Desk.of(r.history(Anchor.LATEST, 10));
        desk.run();

        desk.client.close();
        desk.run();

        assertThat(failure(page)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void cancellingTheStageChangesNothingInside() {
        ScriptedServer.Link link = desk.connect();
        CompletableFuture<Result.Sent> sent = Desk.of(r.send("1"));
        r.send("2");
        desk.run();

        sent.cancel(false);
        link.reply(link.next(Request.Send.class), Frames.sent(1));
        desk.run();

        assertThat(link.next(Request.Send.class).content().fallback()).isEqualTo("2");
    }

    @Test
    void wrongArgumentsAreRefusedWhereTheyAreGiven() {
        assertThatThrownBy(() -> desk.client.room("no such id")).isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> r.send("bad cid", io.imbed.Draft.text("x")))
                .isInstanceOf(MalformedFrameException.class);
    }

    private static ImException failure(CompletableFuture<?> future) {
        assertThat(future).isDone();
        return (ImException)
                catchThrowableOfType(ExecutionException.class, future::get).getCause();
    }
}
