package io.imbed.testkit.history;

import io.imbed.testkit.history.Step.Op;
import io.imbed.testkit.history.Step.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads contain what was acknowledged, or seen by anybody, before they began. */
final class ReadCheck implements HistoryChecker.Check {
    private record RoomKey(String room, String epoch) {}

    private record ReadKey(String client, long id) {}

    /** The highest numbers that somebody was told. */
    private record Known(@Nullable Step seq, @Nullable Step rev) {
        static final Known NOTHING = new Known(null, null);

        Known with(Step step) {
            boolean higherSeq = step.cid() != null && (seq == null || seq.seq() < step.seq());
            boolean higherRev = rev == null || rev.rev() < step.rev();
            return new Known(higherSeq ? step : seq, higherRev ? step : rev);
        }
    }

    /** A read that is under way. */
    private static final class Reading {
        final Step begun;
        final Known known;

        @Nullable Step firstItem;

        @Nullable Step lastItem;

        boolean holes;

        Reading(Step begun, Known known) {
            this.begun = begun;
            this.known = known;
        }
    }

    private final Epochs epochs;
    private final Findings findings;
    private final Map<RoomKey, Known> told = new HashMap<>();
    private final Map<ReadKey, Reading> reading = new HashMap<>();

    ReadCheck(Epochs epochs, Findings findings) {
        this.epochs = epochs;
        this.findings = findings;
    }

    @Override
    public void step(Step step) {
        String epoch = epochs.of(step);
        if (epoch == null) return;
        RoomKey room = new RoomKey(step.room(), epoch);
        boolean ok = step.type() == Type.OK;
        if ((step.f() == Op.SEND || step.f() == Op.EVENT) && ok) {
            told.put(room, told.getOrDefault(room, Known.NOTHING).with(step));
        } else if (step.f() == Op.READ && step.type() == Type.INVOKE) {
            Reading begun = new Reading(step, told.getOrDefault(room, Known.NOTHING));
            reading.put(new ReadKey(step.client(), step.id()), begun);
        } else if (step.f() == Op.ITEM) {
            item(reading.get(new ReadKey(step.client(), step.id())), step);
        } else if (step.f() == Op.READ) {
            Reading read = reading.remove(new ReadKey(step.client(), step.id()));
            if (read != null && ok) answered(read, step);
        }
    }

    private static void item(@Nullable Reading read, Step step) {
        if (read == null) return;
        if (read.firstItem == null) read.firstItem = step;
        if (read.lastItem != null && step.seq() != read.lastItem.seq() + 1) read.holes = true;
        read.lastItem = step;
    }

    private void answered(Reading read, Step answer) {
        Step rev = read.known.rev();
        if (rev != null && answer.rev() < rev.rev()) {
            violated("a read as of rev " + answer.rev() + " that began after rev " + rev.rev(), rev, read, answer);
        }
        Step seq = read.known.seq();
        boolean latest = read.begun.seq() == 0;
        if (seq != null && latest && answer.seq() < seq.seq()) {
            violated("a read up to seq " + answer.seq() + " that began after seq " + seq.seq(), seq, read, answer);
        }
        boolean whole = read.firstItem == null || read.lastItem == null
                ? answer.seq() < answer.from() || answer.seq() == 0
                : !read.holes && read.firstItem.seq() <= answer.from() && read.lastItem.seq() >= answer.seq();
        if (!whole) violated("a read that leaves out messages", null, read, answer);
    }

    private void violated(String what, @Nullable Step known, Reading read, Step answer) {
        findings.add(
                Rule.READ_SEES_WHAT_WAS_ACKED,
                answer.client() + " in room " + answer.room() + ": " + what,
                known,
                read.begun,
                answer);
    }

    @Override
    public void finish() {}
}
