package io.imbed.testkit.history;

import io.imbed.testkit.history.Step.Op;
import io.imbed.testkit.history.Step.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of each message that somebody tried to send. */
final class SendCheck implements HistoryChecker.Check {
    /** What a client gave a name to. */
    record Key(String room, String sender, String cid) {
        static @Nullable Key of(Step step) {
            return step.sender() == null || step.cid() == null ? null : new Key(step.room(), step.sender(), step.cid());
        }
    }

    /** All that is known of one message. */
    private static final class Fate {
        @Nullable Step firstSent;

        @Nullable Step ackedBefore; // the message with the highest seq that was acked before this was first sent

        @Nullable Step acked;

        @Nullable Step refused;

        @Nullable Step numbered; // the first step that gave its seq

        int attempts;
        int refusals;
        final Set<String> digests = new HashSet<>(2);
    }

    private final FinalLog log;
    private final Epochs epochs;
    private final Findings findings;
    private final Map<Key, Fate> fates = new LinkedHashMap<>();
    private final Map<String, Step> highestAck = new HashMap<>(); // by room

    SendCheck(FinalLog log, Epochs epochs, Findings findings) {
        this.log = log;
        this.epochs = epochs;
        this.findings = findings;
    }

    @Override
    public void step(Step step) {
        Key key = Key.of(step);
        if (key == null) return;
        Fate fate = fates.computeIfAbsent(key, its -> new Fate());
        if (step.f() == Op.SEND) sent(step, fate);
        if (step.seq() != 0) numbered(step, fate);
    }

    private void sent(Step step, Fate fate) {
        if (step.type() == Type.INVOKE) {
            fate.attempts++;
            if (step.digest() != null) fate.digests.add(step.digest());
            if (fate.firstSent == null) {
                fate.firstSent = step;
                fate.ackedBefore = highestAck.get(step.room());
            }
        } else if (step.type() == Type.FAIL) {
            fate.refusals++;
            fate.refused = step;
        } else if (step.type() == Type.OK) {
            fate.acked = step;
            Step before = fate.ackedBefore;
            if (before != null && sameEpoch(before, step) && step.seq() <= before.seq()) {
                findings.add(
                        Rule.REAL_ORDER,
                        "seq " + step.seq() + " for what was first sent after seq " + before.seq() + " was acked",
                        before,
                        fate.firstSent,
                        step);
            }
            Step highest = highestAck.get(step.room());
            if (highest == null || !sameEpoch(highest, step) || highest.seq() < step.seq()) {
                highestAck.put(step.room(), step);
            }
        }
    }

    private boolean sameEpoch(Step a, Step b) {
        String epoch = epochs.of(a);
        return epoch != null && epoch.equals(epochs.of(b));
    }

    private void numbered(Step step, Fate fate) {
        Step first = fate.numbered;
        if (first == null || !sameEpoch(first, step)) {
            fate.numbered = step;
        } else if (first.seq() != step.seq()) {
            findings.add(
                    Rule.ONE_SEQ_PER_CLIENT_ID,
                    "cid " + step.cid() + " is seq " + first.seq() + " and seq " + step.seq(),
                    first,
                    step);
        }
    }

    @Override
    public void finish() {
        Map<Key, FinalLog.Entry> kept = new HashMap<>();
        log.rooms().forEach((room, its) -> its.entries.forEach(entry -> keep(room, entry, kept)));
        fates.forEach((key, fate) -> settle(key, fate, kept.get(key)));
    }

    private void keep(String room, FinalLog.Entry entry, Map<Key, FinalLog.Entry> kept) {
        if (entry.sender() == null || entry.cid() == null) return;
        Key key = new Key(room, entry.sender(), entry.cid());
        FinalLog.Entry twin = kept.put(key, entry);
        String what = "cid " + entry.cid() + " of " + entry.sender() + " in room " + room;
        if (twin != null) {
            findings.add(
                    Rule.ONE_SEQ_PER_CLIENT_ID, what + " is in the log as seq " + twin.seq() + " and " + entry.seq());
        }
        Fate fate = fates.get(key);
        if (fate == null || fate.attempts == 0) {
            findings.add(Rule.NOTHING_IS_INVENTED, what + " is in the log as seq " + entry.seq() + ", nobody sent it");
        } else if (entry.digest() != null && !fate.digests.contains(entry.digest())) {
            findings.add(Rule.CONTENT_AS_SENT, what + " has a content with digest " + entry.digest(), fate.firstSent);
        }
    }

    private void settle(Key key, Fate fate, FinalLog.@Nullable Entry entry) {
        Step acked = fate.acked;
        if (acked != null && epochs.isFinal(acked, log)) {
            if (entry == null) {
                findings.add(
                        Rule.ACKED_IS_KEPT,
                        "seq " + acked.seq() + " was acked and is not in the log",
                        fate.firstSent,
                        acked);
            } else if (entry.seq() != acked.seq()) {
                findings.add(
                        Rule.ONE_SEQ_PER_CLIENT_ID,
                        "cid " + key.cid() + " was acked as seq " + acked.seq() + " and is in the log as "
                                + entry.seq(),
                        acked);
            }
        }
        boolean refused = fate.attempts > 0 && fate.refusals == fate.attempts;
        if (refused && (entry != null || fate.numbered != null)) {
            findings.add(
                    Rule.REFUSED_NEVER_APPEARS,
                    "cid " + key.cid() + " was refused and " + (entry != null ? "is in the log" : "was seen"),
                    fate.firstSent,
                    fate.refused,
                    fate.numbered);
        }
        if (fate.attempts == 0 && entry == null) {
            findings.add(Rule.NOTHING_IS_INVENTED, "cid " + key.cid() + " was seen, nobody sent it", fate.numbered);
        }
    }
}
