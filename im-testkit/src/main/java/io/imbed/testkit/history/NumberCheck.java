package io.imbed.testkit.history;

import io.imbed.testkit.history.Step.Op;
import io.imbed.testkit.history.Step.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers name one thing each, for whoever is told, and leave none out. */
final class NumberCheck implements HistoryChecker.Check {
    private enum Kind {
        REV,
        SEQ
    }

    private record Number(Kind kind, String room, String epoch, long value) {}

    /**
     * What a number was said to name.
     *
     * @param step who was told; null for the final log
     */
    private record Said(
            @Nullable Step step,
            long seq,
            @Nullable String sender,
            @Nullable String cid,
            @Nullable String digest) {
        boolean agrees(Said other) {
            return seq == other.seq
                    && Objects.equals(sender, other.sender)
                    && Objects.equals(cid, other.cid)
                    && (digest == null || other.digest == null || digest.equals(other.digest));
        }
    }

    private final FinalLog log;
    private final Epochs epochs;
    private final Findings findings;
    private final Map<Number, Said> said = new HashMap<>();

    NumberCheck(FinalLog log, Epochs epochs, Findings findings) {
        this.log = log;
        this.epochs = epochs;
        this.findings = findings;
        log.rooms().forEach(this::readLog);
    }

    private void readLog(String room, FinalLog.Log its) {
        long rev = 0;
        long seq = 0;
        for (FinalLog.Entry entry : its.entries) {
            rev = next(Kind.REV, room, rev, entry.rev());
            Said name = new Said(null, entry.seq(), entry.sender(), entry.cid(), entry.digest());
            said.put(new Number(Kind.REV, room, its.epoch, entry.rev()), name);
            if (!entry.posts()) continue;
            seq = next(Kind.SEQ, room, seq, entry.seq());
            said.put(new Number(Kind.SEQ, room, its.epoch, entry.seq()), name);
        }
    }

    private long next(Kind kind, String room, long last, long number) {
        if (number != last + 1) {
            findings.add(
                    Rule.NUMBERS_WITHOUT_GAPS,
                    "in the log of room " + room + " " + kind + " " + last + " is followed by " + number);
        }
        return number;
    }

    @Override
    public void step(Step step) {
        String epoch = epochs.of(step);
        if (epoch == null || step.type() != Type.OK) return;
        Said name = new Said(step, step.seq(), step.sender(), step.cid(), step.digest());
        boolean acked = step.f() == Op.SEND;
        // A hook may have changed the content.
        if (acked) name = new Said(step, step.seq(), step.sender(), step.cid(), null);
        if (step.f() == Op.EVENT || acked) {
            compare(new Number(Kind.REV, step.room(), epoch, step.rev()), name);
        }
        if (step.f() == Op.EVENT) seen(step, epoch);
        if (step.cid() != null) compare(new Number(Kind.SEQ, step.room(), epoch, step.seq()), name);
    }

    private void seen(Step step, String epoch) {
        FinalLog.Log its = log.rooms().get(step.room());
        if (its == null || (its.epoch.equals(epoch) && its.lastRev() < step.rev())) {
            findings.add(Rule.SEEN_IS_KEPT, "rev " + step.rev() + " was seen and is not in the log", step);
        }
    }

    private void compare(Number number, Said name) {
        Said before = said.putIfAbsent(number, name);
        if (before == null || before.agrees(name)) return;
        findings.add(
                Rule.ONE_VALUE_PER_NUMBER,
                number.kind + " " + number.value + " of room " + number.room + " names two things"
                        + (before.step == null ? ", one of them in the final log: " + before.cid : ""),
                before.step,
                name.step);
    }

    @Override
    public void finish() {}
}
