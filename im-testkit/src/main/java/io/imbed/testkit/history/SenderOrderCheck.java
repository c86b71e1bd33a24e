package io.imbed.testkit.history;

import io.imbed.testkit.history.Step.Op;
import io.imbed.testkit.history.Step.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Within one session and room, numbers follow the order of sending. What an earlier attempt had stored already may stand
 * anywhere before, but counts for what is sent after its retry. An attempt whose outcome nobody saw is looked up in the
 * final log, if it was the only one with its cid; of several one cannot know which was stored.
 */
final class SenderOrderCheck implements HistoryChecker.Check {
    private record AttemptKey(String client, long id) {}

    private record Sender(String client, long session, String room) {}

    private final FinalLog log;
    private final Epochs epochs;
    private final Findings findings;
    private final Map<AttemptKey, Step> sent = new LinkedHashMap<>();
    private final Map<AttemptKey, Step> outcomes = new HashMap<>();
    private final Map<SendCheck.Key, Integer> attempts = new HashMap<>();

    SenderOrderCheck(FinalLog log, Epochs epochs, Findings findings) {
        this.log = log;
        this.epochs = epochs;
        this.findings = findings;
    }

    @Override
    public void step(Step step) {
        SendCheck.Key key = SendCheck.Key.of(step);
        if (step.f() != Op.SEND || key == null || step.session() == 0) return;
        AttemptKey attempt = new AttemptKey(step.client(), step.id());
        if (step.type() == Type.INVOKE) {
            sent.put(attempt, step);
            attempts.merge(key, 1, Integer::sum);
        } else {
            outcomes.put(attempt, step);
        }
    }

    @Override
    public void finish() {
        Map<SendCheck.Key, Long> kept = new HashMap<>();
        log.rooms()
                .forEach((room, its) -> its.entries.forEach(entry -> {
                    if (entry.sender() != null && entry.cid() != null) {
                        kept.put(new SendCheck.Key(room, entry.sender(), entry.cid()), entry.seq());
                    }
                }));
        Map<Sender, Numbered> last = new HashMap<>();
        sent.forEach((attempt, step) -> {
            Numbered now = number(step, outcomes.get(attempt), kept);
            if (now == null) return;
            Sender sender = new Sender(step.client(), step.session(), step.room());
            Numbered before = last.get(sender);
            boolean comparable = before != null && before.epoch.equals(now.epoch);
            if (before != null && comparable && !now.dup && now.seq <= before.seq) {
                findings.add(
                        Rule.SENDER_ORDER,
                        "one session sent two messages that are seq " + before.seq + " and seq " + now.seq,
                        before.sent,
                        step,
                        outcomes.get(attempt));
            }
            if (before == null || !comparable || before.seq < now.seq) last.put(sender, now);
        });
    }

    private record Numbered(Step sent, String epoch, long seq, boolean dup) {}

    private @Nullable Numbered number(Step step, @Nullable Step outcome, Map<SendCheck.Key, Long> kept) {
        if (outcome != null && outcome.type() == Type.FAIL) return null;
        String epoch = epochs.of(outcome == null ? step : outcome);
        if (epoch == null) return null;
        if (outcome != null && outcome.type() == Type.OK) {
            return new Numbered(step, epoch, outcome.seq(), outcome.dup());
        }
        SendCheck.Key key = SendCheck.Key.of(step);
        Long seq = key == null ? null : kept.get(key);
        if (key == null || seq == null || attempts.getOrDefault(key, 0) != 1) return null;
        return new Numbered(step, epoch, seq, false);
    }
}
