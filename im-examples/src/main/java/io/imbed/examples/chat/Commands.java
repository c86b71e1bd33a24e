package io.imbed.examples.chat;

import io.imbed.client.ImClient;
import io.imbed.client.Room;
import io.imbed.protocol.Content;
import io.imbed.protocol.Ids;
import io.imbed.protocol.Notify;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Reaction;
import io.imbed.protocol.Request;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.SettingsPatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does what typed lines say. Threads: the client's executor. */
final class Commands {
    private static final int DEFAULT_HISTORY = 20;
    private static final CompletionStage<?> NOTHING = CompletableFuture.completedFuture(null);

    private final ImClient client;
    private final Chat chat;
    private final Screen screen;
    private final Deque<String> lines = new ArrayDeque<>();
    private boolean busy;
    private boolean noMore;

    Commands(ImClient client, Chat chat, Screen screen) {
        this.client = client;
        this.chat = chat;
        this.screen = screen;
    }

    /** A line: done after those before it, a command not before the one before it was answered. */
    void typed(String line) {
        lines.add(line);
        goOn();
    }

    /** No more is typed. */
    void inputEnded() {
        noMore = true;
        goOn();
    }

    private void goOn() {
        while (!busy && !lines.isEmpty()) {
            CompletableFuture<?> done = handle(Input.parse(lines.remove())).toCompletableFuture();
            if (done.isDone()) continue;
            busy = true;
            done.whenComplete((answer, failure) -> {
                busy = false;
                goOn();
            });
        }
        if (noMore && !busy) chat.finish();
    }

    /** Completes when the next line may be done. What is sent does not keep others waiting; it stays in order by itself. */
    private CompletionStage<?> handle(Input input) {
        if (input instanceof Input.Text text) return inRoom(room -> said(room, text.text()));
        if (input instanceof Input.Command command) return run(command.name(), command.argument());
        return NOTHING;
    }

    private CompletionStage<?> run(String name, String argument) {
        return switch (name) {
            case "join" -> named(argument, "/join ROOM", chat::enter);
            case "create" -> named(argument, "/create ROOM", chat::create);
            case "leave" -> inRoom(chat::leave);
            case "history" -> inRoom(room -> history(room, argument));
            case "edit" -> inRoom(room -> edit(room, argument));
            case "recall" -> onMessage(argument, "/recall", Room::recall);
            case "react" -> react(argument, "/react", true);
            case "unreact" -> react(argument, "/unreact", false);
            case "pin" -> onMessage(argument, "/pin", (room, seq) -> room.pin(seq, true));
            case "unpin" -> onMessage(argument, "/unpin", (room, seq) -> room.pin(seq, false));
            case "pins" -> inRoom(this::pins);
            case "invite" -> onUser(argument, "/invite", Room::invite);
            case "kick" -> onUser(argument, "/kick", Room::kick);
            case "mute" -> onUser(argument, "/mute", (room, user) -> room.mute(user, null, null));
            case "unmute" -> onUser(argument, "/unmute", Room::unmute);
            case "ban" -> onUser(argument, "/ban", (room, user) -> room.ban(user, null, null));
            case "unban" -> onUser(argument, "/unban", Room::unban);
            case "who" -> inRoom(this::who);
            case "bans" -> inRoom(this::bans);
            case "title" -> title(argument);
            case "slow" -> slow(argument);
            case "notify" -> notifications(argument);
            case "hide" -> prefer(OwnSettings.Patch.NONE.withHidden(true));
            case "readers" -> readers(argument);
            case "rooms" -> rooms();
            case "presence" -> presence(argument);
            case "sessions" -> sessions();
            case "signout" -> signOut(argument);
            case "typing" -> inRoom(this::typing);
            case "help" -> help();
            case "quit" -> quit();
            default -> notice("there is no /" + name + "; /help says what there is");
        };
    }

    private CompletionStage<?> said(String room, String text) {
        chat.send(room, text);
        return NOTHING;
    }

    private CompletionStage<?> typing(String room) {
        client.room(room).typing(true);
        return NOTHING;
    }

    private CompletionStage<?> quit() {
        lines.clear();
        noMore = true;
        return NOTHING;
    }

    private CompletionStage<?> notice(String text) {
        screen.notice(text);
        return NOTHING;
    }

    private CompletionStage<?> help() {
        screen.notice("a line you type is sent; // begins one with a slash");
        screen.notice("/join ROOM       go to a room, and become a member if it is open to join");
        screen.notice("/create ROOM     make a channel that anybody may join, and go there");
        screen.notice("/leave           be a member of this room no more");
        screen.notice("/history [N]     its last N messages, 20 if not said, 100 at most");
        screen.notice("/edit N TEXT     let my message N say TEXT");
        screen.notice("/recall N        take message N back");
        screen.notice("/react N KEY     react to message N with an emoji or a word; /unreact takes it back");
        screen.notice("/pin N           let message N be among the /pins of this room; also /unpin");
        screen.notice("/invite USER     make somebody a member");
        screen.notice("/kick USER       remove a member; also /mute, /unmute, /ban and /unban");
        screen.notice("/who             its members");
        screen.notice("/bans            who may not be a member, and why");
        screen.notice("/title TEXT      call this room TEXT");
        screen.notice("/slow SECONDS    let each member send once in so many seconds; 0 for as often as one likes");
        screen.notice("/readers N       who has read message N");
        screen.notice("/notify WHAT    be told of all, mentions or nothing of this room while away");
        screen.notice("/hide            leave it out of my list until something new is said");
        screen.notice("/rooms           my rooms, and those I could join");
        screen.notice("/presence USER…  whether these users are there");
        screen.notice("/sessions        where I am signed in; /signout ID ends one of these, /signout all others");
        screen.notice("/typing          tell the others that I am typing, which nobody sees by itself from here");
        return notice("/quit            end");
    }

    private CompletionStage<?> history(String room, String argument) {
        int count = argument.isEmpty() ? DEFAULT_HISTORY : count(argument);
        if (count < 1 || count > Request.MAX_PAGE) {
            return notice("/history takes a number from 1 to " + Request.MAX_PAGE);
        }
        return tell(client.room(room).history(Anchor.LATEST, count), "cannot read " + room, page -> {
            screen.notice(page.more() ? "the last " + page.messages().size() + " messages:" : "all messages:");
            page.messages().forEach(message -> screen.message(null, message));
        });
    }

    private static int count(String argument) {
        try {
            return Integer.parseInt(argument);
        } catch (NumberFormatException none) {
            return -1;
        }
    }

    private CompletionStage<?> edit(String room, String argument) {
        String[] words = argument.split("\\s+", 2);
        int seq = count(words[0]);
        if (seq < 1 || words.length < 2) return notice("/edit takes the number of a message and its new text");
        return tell(
                client.room(room).edit(seq, Content.text(words[1]), List.of()), "cannot change #" + seq, done -> {});
    }

    private CompletionStage<?> onMessage(
            String argument, String command, BiFunction<Room, Long, CompletionStage<Void>> action) {
        long seq = count(argument);
        if (seq < 1) return notice(command + " takes the number of a message");
        return inRoom(room -> tell(action.apply(client.room(room), seq), command + " #" + seq, done -> {}));
    }

    private CompletionStage<?> react(String argument, String command, boolean on) {
        String[] words = argument.split("\\s+", 2);
        if (count(words[0]) < 1 || words.length < 2 || words[1].length() > Reaction.MAX_KEY) {
            return notice(command + " takes the number of a message and an emoji or a word");
        }
        return onMessage(words[0], command, (room, seq) -> room.react(seq, words[1], on));
    }

    private CompletionStage<?> pins(String room) {
        return tell(client.room(room).pins(), "cannot read " + room, pinned -> {
            if (pinned.isEmpty()) screen.notice("nothing is pinned");
            pinned.forEach(message -> screen.message(null, message));
        });
    }

    private CompletionStage<?> onUser(
            String user, String command, BiFunction<Room, String, CompletionStage<Void>> action) {
        if (!Ids.isId(user, Ids.MAX_ID)) return notice(command + " takes a user's id");
        return inRoom(room -> tell(action.apply(client.room(room), user), command + " " + user, done -> {}));
    }

    private CompletionStage<?> who(String room) {
        return tell(client.room(room).members(null, Request.MAX_PAGE), "cannot see who is in " + room, page -> {
            page.members().forEach(member -> screen.notice(Names.of(member)));
            if (page.more()) screen.notice("… and others");
        });
    }

    private CompletionStage<?> bans(String room) {
        return tell(client.room(room).bans(null, Request.MAX_PAGE), "cannot see who is banned", page -> {
            if (page.bans().isEmpty()) screen.notice("nobody is banned");
            page.bans().forEach(ban -> screen.notice(screen.of(ban)));
            if (page.more()) screen.notice("… and others");
        });
    }

    private CompletionStage<?> title(String title) {
        if (title.isEmpty()) return notice("/title takes what the room is to be called");
        return inRoom(room -> tell(client.room(room).rename(title), "cannot change the title", done -> {}));
    }

    private CompletionStage<?> slow(String argument) {
        long ms = 1_000L * count(argument);
        if (ms < 0 || ms > RoomSettings.MAX_SLOW_MS) {
            return notice("/slow takes a number of seconds from 0 to " + RoomSettings.MAX_SLOW_MS / 1_000);
        }
        return inRoom(room -> tell(
                client.room(room).configure(SettingsPatch.NONE.withSlowMs(ms)), "cannot make it slow", done -> {}));
    }

    private CompletionStage<?> notifications(String argument) {
        for (Notify each : Notify.values()) {
            if (each.name().equalsIgnoreCase(argument)) return prefer(OwnSettings.Patch.NONE.withNotifications(each));
        }
        return notice("/notify takes all, mentions or nothing");
    }

    private CompletionStage<?> prefer(OwnSettings.Patch settings) {
        return inRoom(room ->
                tell(client.room(room).prefer(settings), "cannot set that for myself", done -> screen.notice("done")));
    }

    private CompletionStage<?> readers(String argument) {
        int seq = count(argument);
        if (seq < 1) return notice("/readers takes the number of a message");
        return inRoom(room -> tell(
                client.room(room).readers(seq, null, Request.MAX_PAGE), "cannot see who has read #" + seq, page -> {
                    if (page.readers().isEmpty()) screen.notice("nobody else has read #" + seq);
                    page.readers().forEach(user -> screen.notice(user.name()));
                    if (page.more()) screen.notice("… and others");
                }));
    }

    private CompletionStage<?> presence(String argument) {
        List<String> users = argument.isEmpty() ? List.of() : List.of(argument.split("\\s+"));
        boolean ids = users.stream().allMatch(user -> Ids.isId(user, Ids.MAX_ID));
        if (users.isEmpty() || users.size() > Request.Presence.MAX_USERS || !ids) {
            return notice("/presence takes users' ids, " + Request.Presence.MAX_USERS + " at most");
        }
        return tell(
                client.presence(users),
                "cannot see who is there",
                all -> all.forEach(each -> screen.notice(screen.of(each))));
    }

    private CompletionStage<?> sessions() {
        return tell(
                client.sessions(),
                "cannot list my sessions",
                mine -> mine.forEach(session -> screen.notice(screen.of(session))));
    }

    private CompletionStage<?> signOut(String session) {
        if (session.isEmpty()) {
            return tell(client.signOutOthers(), "/signout", done -> screen.notice("all others are signed out"));
        }
        if (!Ids.isId(session, Ids.MAX_ID)) return notice("/signout takes an id that /sessions shows, or nothing");
        return tell(client.signOut(session), "/signout " + session, done -> screen.notice(session + " is signed out"));
    }

    private CompletionStage<?> rooms() {
        Set<String> mine = new HashSet<>();
        return tell(
                        client.rooms(null, Request.MAX_PAGE),
                        "cannot list my rooms",
                        page -> page.rooms().forEach(room -> {
                            mine.add(room.id());
                            if (!isHidden(room)) screen.notice(Names.of(room) + unread(room));
                        }))
                .thenCompose(done -> tell(
                        client.channels(null, Request.MAX_PAGE), "cannot list channels", page -> joinable(page, mine)))
                .thenCompose(done -> tell(
                        client.liveRooms(null, Request.MAX_PAGE),
                        "cannot list live rooms",
                        page -> joinable(page, mine)));
    }

    private void joinable(Result.Rooms page, Set<String> mine) {
        page.rooms().stream()
                .filter(room -> !mine.contains(room.id()))
                .forEach(room -> screen.notice("you could join " + Names.of(room)));
    }

    private static boolean isHidden(RoomView room) {
        RoomView.Membership mine = room.membership();
        return mine != null && mine.mine().hidden();
    }

    private static String unread(RoomView room) {
        RoomView.Membership mine = room.membership();
        return mine == null || mine.unread() == 0 ? "" : ", " + mine.unread() + " unread";
    }

    /** Completes when the answer has been dealt with, good or bad. */
    private <T> CompletionStage<?> tell(CompletionStage<T> asked, String cannot, Consumer<T> then) {
        return asked.handle((answer, failure) -> {
            if (failure == null) {
                then.accept(answer);
            } else {
                screen.notice(cannot + ": " + Failures.sentence(failure));
            }
            return true;
        });
    }

    private CompletionStage<?> inRoom(Function<String, CompletionStage<?>> action) {
        String room = chat.current();
        return room == null
                ? notice("you are in no room: /join ROOM, and /rooms to see which there are")
                : action.apply(room);
    }

    private CompletionStage<?> named(String room, String usage, Function<String, CompletionStage<?>> action) {
        return Ids.isId(room, Ids.MAX_ID)
                ? action.apply(room)
                : notice(usage + ", where ROOM is of letters, digits and . _ : ~ @ -");
    }
}
