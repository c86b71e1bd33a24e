package io.imbed.client;

import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A server for one user that keeps to the protocol, on a wire that does not: it delays, cuts, falls silent, and drops,
 * repeats and swaps events. All by chance, until it is {@link #calm}.
 */
final class ModelServer implements Wire {
    private static final int PAGE = 3;

    final Map<String, ModelRoom> rooms = new LinkedHashMap<>();
    boolean calm;
    private final Scheduler scheduler;
    private final RandomGenerator chance;
    private final FrameCodec codec = new FrameCodec(JsonLimits.DEFAULT);
    private ModelLink link;

    ModelServer(Scheduler scheduler, RandomGenerator chance) {
        this.scheduler = scheduler;
        this.chance = chance;
        for (String id : List.of("a", "b", "c")) rooms.put(id, new ModelRoom(id));
    }

    static boolean isRejected(String cid) {
        return Math.floorMod(cid.hashCode(), 9) == 0;
    }

    private boolean perhaps(double probability) {
        return !calm && chance.nextDouble() < probability;
    }

    // What others do

    void post(ModelRoom room) {
        push(perhaps(0.1) ? room.stir() : room.post("other", "x" + room.head().rev(), "text"));
    }

    void lose(ModelRoom room) {
        room.lose();
        if (room.member) push(new ServerFrame.Reset(room.id, room.head()));
    }

    void remove(ModelRoom room) {
        if (!room.member) return;
        room.member = false;
        push(new ServerFrame.RoomGone(room.id));
    }

    void invite(ModelRoom room) {
        if (room.member) return;
        room.member = true;
        push(new ServerFrame.RoomGained(room.view()));
    }

    void announceRestart() {
        push(new ServerFrame.Closing(CloseReason.RESTART, chance.nextInt(5_000)));
    }

    void cut(CloseReason reason) {
        if (link != null) link.end(reason);
    }

    /** Nothing goes through any more, and nobody says so. */
    void fallSilent() {
        if (link != null) link.silent = true;
    }

    private void push(ServerFrame frame) {
        if (link == null || !link.welcomed) return;
        boolean mine = !(frame instanceof Event event) || rooms.get(event.room()).member;
        if (mine) link.say(frame);
    }

    @Override
    public Connection connect(URI uri, Listener listener) {
        ModelLink next = new ModelLink(listener);
        link = next;
        scheduler.schedule(millis(50), () -> {
            if (perhaps(0.2)) {
                next.end(CloseReason.ABNORMAL);
            } else if (!perhaps(0.05) && !next.ended) {
                listener.onOpen();
            }
        });
        return next;
    }

    private Duration millis(int atMost) {
        return Duration.ofMillis(calm ? 1 : chance.nextInt(atMost));
    }

    private final class ModelLink implements Connection {
        private final Listener listener;
        private long nextIn; // when the next line may arrive, either way: order is kept
        private long nextOut;
        private boolean welcomed;
        private boolean silent;
        private boolean ended;
        private ServerFrame held; // an event that the one after it overtakes

        ModelLink(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void send(String unit) {
            nextIn = travel(nextIn, () -> FrameCodec.lines(unit).forEach(line -> handle(codec.decodeRequest(line))));
        }

        @Override
        public void close() {
            travel(nextIn, () -> end(CloseReason.NORMAL));
        }

        @Override
        public void abort() {
            end(CloseReason.ABNORMAL);
        }

        void end(CloseReason reason) {
            if (ended) return;
            ended = true;
            if (link == this) link = null;
            listener.onClosed(reason);
        }

        private long travel(long notBefore, Runnable arrival) {
            long now = scheduler.nanoTime();
            long at = Math.max(notBefore, now + millis(40).toNanos());
            scheduler.schedule(Duration.ofNanos(at - now), () -> {
                if (!ended && !silent) arrival.run();
            });
            return at;
        }

        void say(ServerFrame frame) {
            if (frame instanceof Event) {
                if (perhaps(0.05)) return;
                if (held == null && perhaps(0.1)) {
                    held = frame;
                    return;
                }
                if (perhaps(0.1)) deliver(frame);
            }
            deliver(frame);
            if (held != null && frame instanceof Event) {
                deliver(held);
                held = null;
            }
        }

        private void deliver(ServerFrame frame) {
            nextOut = travel(nextOut, () -> listener.onText(codec.encode(frame)));
        }

        private void reply(Request to, Result result) {
            if (!perhaps(0.01)) say(new ServerFrame.Reply(to.id(), result));
        }

        private void refuse(Request to, ErrorCode code, boolean unknown) {
            Long later = code.retryable() ? Long.valueOf(chance.nextInt(2_000)) : null;
            say(new ServerFrame.ErrorReply(to.id(), code, "no", later, unknown));
        }

        private void handle(Request request) {
            if (request instanceof Request.Hello hello) {
                hello(hello);
            } else if (request instanceof Request.Send send) {
                send(send);
            } else if (request instanceof Request.Sync sync) {
                sync(sync);
            } else if (request instanceof Request.RoomGet get) {
                ModelRoom room = rooms.get(get.room());
                if (room.member) {
                    reply(get, new Result.OneRoom(room.view()));
                } else {
                    refuse(get, ErrorCode.NOT_FOUND, false);
                }
            } else {
                reply(request, new Result.Done());
            }
        }

        private void hello(Request.Hello hello) {
            if (perhaps(0.1)) {
                refuse(hello, ErrorCode.UNAVAILABLE, false);
                return;
            }
            welcomed = true;
            RoomView[] mine = rooms.values().stream()
                    .filter(room -> room.member)
                    .map(ModelRoom::view)
                    .toArray(RoomView[]::new);
            say(new ServerFrame.Reply(hello.id(), Frames.welcome(mine)));
            hello.rooms().forEach((id, cursor) -> catchUp(rooms.get(id), cursor));
        }

        private void catchUp(ModelRoom room, Cursor cursor) {
            if (!room.member) {
                say(new ServerFrame.RoomGone(room.id));
            } else if (room.reaches(cursor) && room.head().rev() - cursor.rev() <= 20) {
                room.after(cursor.rev(), 20).forEach(this::say);
            } else {
                say(new ServerFrame.Reset(room.id, room.head()));
            }
        }

        private void sync(Request.Sync sync) {
            ModelRoom room = rooms.get(sync.room());
            if (!room.member) {
                refuse(sync, ErrorCode.NOT_FOUND, false);
            } else if (perhaps(0.1)) {
                refuse(sync, ErrorCode.RATE_LIMITED, false);
            } else if (room.reaches(sync.cursor())) {
                List<Event> page = room.after(sync.cursor().rev(), PAGE);
                reply(
                        sync,
                        new Result.EventPage(
                                page,
                                sync.cursor().rev() + page.size() < room.head().rev()));
            } else {
                refuse(sync, ErrorCode.GAP, false);
            }
        }

        private void send(Request.Send send) {
            ModelRoom room = rooms.get(send.room());
            Result.Sent earlier = room.earlier(send.cid());
            if (earlier != null) {
                reply(send, earlier);
            } else if (!room.member) {
                refuse(send, ErrorCode.NOT_FOUND, false);
            } else if (isRejected(send.cid())) {
                refuse(send, ErrorCode.REJECTED, false);
            } else if (perhaps(0.1)) {
                refuse(send, perhaps(0.5) ? ErrorCode.RATE_LIMITED : ErrorCode.UNAVAILABLE, false);
            } else if (perhaps(0.05)) {
                refuse(send, ErrorCode.UNAVAILABLE, true); // and it did not happen
            } else {
                store(room, send);
            }
        }

        private void store(ModelRoom room, Request.Send send) {
            Event event = room.post("me", send.cid(), send.content().fallback());
            List<Runnable> news = new ArrayList<>();
            news.add(() -> push(event));
            if (perhaps(0.05)) {
                news.add(() -> refuse(send, ErrorCode.UNAVAILABLE, true)); // and it did happen
            } else {
                news.add(() -> reply(send, Frames.sent(event.rev())));
            }
            if (perhaps(0.5)) java.util.Collections.reverse(news);
            news.forEach(Runnable::run);
        }
    }
}
