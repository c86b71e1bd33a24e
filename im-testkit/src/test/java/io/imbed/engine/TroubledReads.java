package io.imbed.engine;

import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What befalls the reads of a {@link TroubledStorage}: they wait, fail or throw. Threads: the test's. */
final class TroubledReads {
    /** What is read. */
    enum Kind {
        EVENTS,
        MEMBER,
        RESTRAINTS,
        OTHER
    }

    private final Queue<Runnable> held = new ArrayDeque<>();
    private final Set<Kind> holding = EnumSet.noneOf(Kind.class);
    private int events;
    private boolean failing;
    private boolean throwing;

    /** From now on reads are done at once, but their answers wait. */
    void hold() {
        holding.addAll(EnumSet.allOf(Kind.class));
    }

    /** As {@link #hold()} for reads of one kind alone. */
    void hold(Kind kind) {
        holding.add(kind);
    }

    void release() {
        holding.clear();
        while (!held.isEmpty()) held.remove().run();
    }

    /** From now on all reads fail. */
    void failing(boolean isFailing) {
        failing = isFailing;
    }

    void throwing(boolean isThrowing) {
        throwing = isThrowing;
    }

    /** How often events were read. */
    int events() {
        return events;
    }

    <T> CompletionStage<T> of(CompletionStage<T> answer, Kind kind) {
        if (kind == Kind.EVENTS) events++;
        if (throwing) throw new NoSuchMethodError("a driver that does not fit");
        if (failing) return failed();
        if (!holding.contains(kind)) return answer;
        CompletableFuture<T> late = new CompletableFuture<>();
        T value = answer.toCompletableFuture().join();
        held.add(() -> late.complete(value));
        return late;
    }

    /** What the storage answers when it does not. */
    static <T> CompletionStage<T> failed() {
        return CompletableFuture.failedFuture(new IllegalStateException("the disk is away"));
    }
}
