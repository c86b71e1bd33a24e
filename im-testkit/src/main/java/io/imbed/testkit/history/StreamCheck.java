package io.imbed.testkit.history;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every client's stream of a room's events. */
final class StreamCheck implements HistoryChecker.Check {
    private record Key(String client, String room) {}

    private final FinalLog log;
    private final Findings findings;
    private final Map<Key, Step> last = new HashMap<>(); // the last event, or where the stream began

    StreamCheck(FinalLog log, Findings findings) {
        this.log = log;
        this.findings = findings;
    }

    @Override
    public void step(Step step) {
        Key key = new Key(step.client(), step.room());
        Step before = last.get(key);
        switch (step.f()) {
            case FOLLOW -> {
                if (before != null && !standsAt(before, step)) {
                    broken("begins to follow elsewhere without a reset", before, step);
                }
                last.put(key, step);
            }
            case RESET -> last.put(key, step);
            case GONE -> last.remove(key);
            case EVENT -> {
                if (before == null) broken("an event of a room that the client does not follow", null, step);
                else if (!sameEpoch(before, step)) broken("an event of another epoch without a reset", before, step);
                else if (step.rev() != before.rev() + 1) {
                    broken("rev " + before.rev() + " is followed by " + step.rev(), before, step);
                }
                last.put(key, step);
            }
            case CAUGHT_UP -> caughtUp(before, step);
            case SEND, READ, ITEM -> {}
        }
    }

    private static boolean sameEpoch(Step a, Step b) {
        return a.epoch() != null && a.epoch().equals(b.epoch());
    }

    private static boolean standsAt(Step a, Step b) {
        return sameEpoch(a, b) && a.rev() == b.rev();
    }

    private void broken(String what, @Nullable Step before, Step step) {
        findings.add(Rule.STREAM_WITHOUT_GAPS, step.client() + " in room " + step.room() + ": " + what, before, step);
    }

    private void caughtUp(@Nullable Step before, Step step) {
        FinalLog.Log its = log.rooms().get(step.room());
        boolean atEnd = its != null && its.epoch.equals(step.epoch()) && its.lastRev() == step.rev();
        if (before != null && standsAt(before, step) && atEnd) return;
        findings.add(
                Rule.STREAM_REACHES_THE_END,
                step.client() + " in room " + step.room() + " believes to have seen all; the log's last rev is "
                        + (its == null ? "none" : its.lastRev()),
                before,
                step);
    }

    @Override
    public void finish() {}
}
