package io.imbed.testkit.history;

import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Servers that each break one promise. */
final class Mutants {
    private Mutants() {}

    /** Acknowledges first, and saves later: a kill between the two loses what was acknowledged. */
    static final class AckBeforeCommit extends TinyServer {
        private int committed;

        AckBeforeCommit(Random random) {
            super(random);
        }

        @Override
        void tick() {
            committed = log.size();
        }

        @Override
        void crash() {
            log.subList(Math.min(committed, log.size()), log.size()).clear();
        }
    }

    /** A commit returns before it is on disk, as H2's does by default: a kill takes the last few. */
    static final class WriteDelay extends TinyServer {
        WriteDelay(Random random) {
            super(random);
        }

        @Override
        void crash() {
            log.subList(Math.max(0, log.size() - 3), log.size()).clear();
        }
    }

    /** Broadcasts first and saves later; one day saving fails, and the broadcasts go on. */
    static final class BroadcastsFirst extends TinyServer {
        private long last;

        BroadcastsFirst(Random random) {
            super(random);
        }

        @Override
        void send(TinyClient from, TinyClient.Send send) {
            if (last++ < 20) super.send(from, send);
            else push(event(last, last, from.name, send.cid(), send.content()));
        }
    }

    /** Stores a retry once more. */
    static final class NoUniqueKey extends TinyServer {
        NoUniqueKey(Random random) {
            super(random);
        }

        @Override
        @Nullable Event find(String sender, String cid) {
            return null;
        }
    }

    /** Begins a catch-up one too late. */
    static final class CatchUpSkipsOne extends TinyServer {
        CatchUpSkipsOne(Random random) {
            super(random);
        }

        @Override
        List<Event> after(long rev) {
            return super.after(rev + 1);
        }
    }

    /** Begins a catch-up one too early. */
    static final class CatchUpRepeatsOne extends TinyServer {
        CatchUpRepeatsOne(Random random) {
            super(random);
        }

        @Override
        List<Event> after(long rev) {
            return super.after(rev - 1);
        }
    }

    /** Leaves the newest out of a catch-up. */
    static final class CatchUpStopsShort extends TinyServer {
        CatchUpStopsShort(Random random) {
            super(random);
        }

        @Override
        List<Event> after(long rev) {
            List<Event> all = super.after(rev);
            return all.subList(0, Math.max(0, all.size() - 1));
        }
    }

    /** Takes numbers from a database sequence, which a rolled back transaction does not give back. */
    static final class NumbersFromASequence extends TinyServer {
        private long last;

        NumbersFromASequence(Random random) {
            super(random);
        }

        @Override
        boolean refuses() {
            boolean rolledBack = super.refuses();
            if (rolledBack) last++;
            return rolledBack;
        }

        @Override
        Event append(String sender, String cid, Content content) {
            last++;
            Event event = event(last, last, sender, cid, content);
            log.add(event);
            return event;
        }
    }

    /** Takes numbers from a sequence and lets transactions commit in another order: readers meet 6 before 5. */
    static final class CommitsOutOfOrder extends TinyServer {
        private @Nullable Runnable uncommitted;

        CommitsOutOfOrder(Random random) {
            super(random);
        }

        @Override
        void push(Event event) {
            Runnable before = uncommitted;
            uncommitted = null;
            if (before == null && random.nextBoolean()) {
                uncommitted = () -> super.push(event);
                return;
            }
            super.push(event);
            if (before != null) before.run();
        }

        @Override
        void tick() {
            if (uncommitted != null) uncommitted.run();
            uncommitted = null;
        }
    }

    /** Two nodes that each reserve numbers in blocks. */
    static final class NumbersInBlocks extends TinyServer {
        NumbersInBlocks(Random random) {
            super(random);
        }

        @Override
        Event append(String sender, String cid, Content content) {
            boolean odd = sender.hashCode() % 2 == 0;
            long number = odd ? 1 : 2;
            for (Event event : log)
                if (event.rev() >= number && event.rev() % 2 == number % 2) number = event.rev() + 2;
            Event event = event(number, number, sender, cid, content);
            log.add(event);
            log.sort((a, b) -> Long.compare(a.rev(), b.rev()));
            return event;
        }
    }

    /** Handles a session's requests on a pool of threads. */
    static final class ReordersASender extends TinyServer {
        ReordersASender(Random random) {
            super(random);
        }

        @Override
        int pick(int waiting) {
            return random.nextInt(waiting);
        }
    }

    /** Answers no and does it all the same, like a verdict that may be ignored. */
    static final class StoresWhatItRefuses extends TinyServer {
        StoresWhatItRefuses(Random random) {
            super(random);
        }

        @Override
        void send(TinyClient from, TinyClient.Send send) {
            if (find(from.name, send.cid()) == null && refuses()) {
                push(append(from.name, send.cid(), send.content()));
                from.hears(send::refused);
            } else {
                super.send(from, send);
            }
        }
    }

    /** Reads history from a replica that lags. */
    static final class ReadsFromAReplica extends TinyServer {
        private Result.MessagePage replica = super.latest();

        ReadsFromAReplica(Random random) {
            super(random);
        }

        @Override
        void tick() {
            replica = super.latest();
        }

        @Override
        Result.MessagePage latest() {
            return replica;
        }
    }

    /** Leaves a message out of a page. */
    static final class ReadsWithHoles extends TinyServer {
        ReadsWithHoles(Random random) {
            super(random);
        }

        @Override
        Result.MessagePage latest() {
            Result.MessagePage page = super.latest();
            if (page.messages().size() < 3) return page;
            List<Message> some = new ArrayList<>(page.messages());
            some.remove(1);
            return new Result.MessagePage(some, page.more(), page.from(), page.to(), page.rev());
        }
    }

    /** Says something itself that nobody sent. */
    static final class Invents extends TinyServer {
        Invents(Random random) {
            super(random);
        }

        @Override
        void crash() {
            push(append("mallory", "m-" + log.size(), Content.text("hello")));
        }
    }

    /** Stores something else than was sent. */
    static final class ChangesContent extends TinyServer {
        ChangesContent(Random random) {
            super(random);
        }

        @Override
        Event append(String sender, String cid, Content content) {
            return super.append(sender, cid, Content.text(content.fallback().toUpperCase(Locale.ROOT)));
        }
    }

    /** Shows one client another message under the same number. */
    static final class TellsTwoStories extends TinyServer {
        TellsTwoStories(Random random) {
            super(random);
        }

        @Override
        void push(Event event) {
            Message told = message(event);
            Event other = event(event.rev(), told.seq(), told.sender(), told.cid(), Content.text("another"));
            for (int i = 0; i < connected.size(); i++) {
                TinyClient client = connected.get(i);
                Event shown = i == 0 ? other : event;
                client.hears(() -> client.event(shown));
            }
        }
    }

    /** Begins a new log after a restart, and says so, though it promised to keep the old one. */
    static final class ForgetsEverything extends TinyServer {
        ForgetsEverything(Random random) {
            super(random);
        }

        @Override
        void crash() {
            log.clear();
            epoch = epoch + "x";
        }
    }
}
