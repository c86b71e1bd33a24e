package io.imbed.testkit.history;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a history against the final log. Time and memory are linear in both; of each rule at most
 * {@value #MAX_PER_RULE} violations are kept.
 *
 * <p>It relies on the order of the steps being a real one: what {@link HistoryRecorder} wrote, or read back.
 */
public final class HistoryChecker {
    /** Violations of one rule that are kept: a broken server breaks it everywhere. */
    public static final int MAX_PER_RULE = 20;

    private HistoryChecker() {}

    /** All violations of any rule, in the rules' order; empty if it kept its promises. */
    public static List<Violation> check(List<Step> steps, FinalLog log) {
        return check(steps, log, EnumSet.noneOf(Rule.class));
    }

    /** As {@link #check(List, FinalLog)}, but for the rules that do not hold in this run and say so. */
    public static List<Violation> check(List<Step> steps, FinalLog log, Set<Rule> waived) {
        Findings findings = new Findings();
        Epochs epochs = new Epochs(steps, log, findings);
        List<Check> checks = List.of(
                new SendCheck(log, epochs, findings),
                new SenderOrderCheck(log, epochs, findings),
                new NumberCheck(log, epochs, findings),
                new StreamCheck(log, findings),
                new ReadCheck(epochs, findings));
        for (Step step : steps) for (Check check : checks) check.step(step);
        checks.forEach(Check::finish);
        return findings.all().stream()
                .filter(violation -> !waived.contains(violation.rule()))
                .sorted(Comparator.comparing(Violation::rule))
                .toList();
    }

    /** Fails, naming every violation, unless there is none. {@code run} names the run, by its seed for instance. */
    public static void require(String run, List<Step> steps, FinalLog log) {
        List<Violation> violations = check(steps, log);
        if (violations.isEmpty()) return;
        throw new AssertionError(
                run + ": " + violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
    }

    /** Some rules, fed with the steps one by one. Threads: one. */
    interface Check {
        void step(Step step);

        /** All steps were given. */
        void finish();
    }
}
