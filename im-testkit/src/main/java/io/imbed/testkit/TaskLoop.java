package io.imbed.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait in queues until they are taken one by one: in the order they came, or, given chance, in any order that
 * the queues allow.
 *
 * <p>Threads: the one that made it; a task from another is refused, as it would make the run irreproducible.
 */
final class TaskLoop {
    private final Thread owner = Thread.currentThread();
    private final @Nullable RandomGenerator chance;
    private final ManualScheduler scheduler;
    private final List<Queue> queues = new ArrayList<>();
    private final List<Queue> ready = new ArrayList<>(); // scratch of runOne
    private long inserted;
    private @Nullable IllegalStateException stranger;

    /** @param chance null for the order of arrival */
    TaskLoop(ManualScheduler scheduler, @Nullable RandomGenerator chance) {
        this.scheduler = scheduler;
        this.chance = chance;
    }

    /** A queue whose tasks run one after the other, as on a single thread. */
    Queue single(String name) {
        return add(new Queue(name, false));
    }

    /** A queue whose tasks run in any order, as on many threads. */
    Queue pool(String name) {
        return add(new Queue(name, true));
    }

    private Queue add(Queue queue) {
        queues.add(queue);
        return queue;
    }

    /** Runs one task or due timer; false if there is none. */
    boolean runOne() {
        if (stranger != null) throw stranger;
        ready.clear();
        for (Queue queue : queues) if (!queue.tasks.isEmpty()) ready.add(queue);
        boolean due = scheduler.isDue();
        int choices = ready.size() + (due ? 1 : 0);
        if (choices == 0) return false;
        if (chance != null) {
            int pick = chance.nextInt(choices);
            if (pick == ready.size()) runTimer();
            else ready.get(pick).runOne();
        } else if (due) {
            runTimer(); // before what it may have been set to overtake; tasks in the order they came
        } else {
            oldest().runOne();
        }
        return true;
    }

    private Queue oldest() {
        Queue oldest = ready.get(0);
        for (Queue queue : ready) if (queue.headOrder() < oldest.headOrder()) oldest = queue;
        return oldest;
    }

    private void runTimer() {
        Runnable task = scheduler.pollDue();
        if (task != null) run("timer", task);
    }

    private void run(String where, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "a task on " + where + " failed at +" + scheduler.nanoTime() / 1_000_000 + " ms", e);
        }
    }

    /** What waits where, for a message. */
    String waiting() {
        StringBuilder text = new StringBuilder();
        for (Queue queue : queues) {
            if (!queue.tasks.isEmpty())
                text.append(queue.name).append(": ").append(queue.tasks.size()).append(", ");
        }
        return text.append("timers: ").append(scheduler.waiting()).toString();
    }

    /** One executor. */
    final class Queue implements Executor {
        private final String name;
        private final boolean anyOrder;
        private final Deque<Task> tasks = new ArrayDeque<>();
        private boolean closed;

        private Queue(String name, boolean anyOrder) {
            this.name = name;
            this.anyOrder = anyOrder;
        }

        @Override
        public void execute(Runnable command) {
            if (Thread.currentThread() != owner) {
                stranger = new IllegalStateException("a task for " + name + " came from thread "
                        + Thread.currentThread().getName());
                throw stranger;
            }
            if (!closed) tasks.add(new Task(inserted++, command));
        }

        private long headOrder() {
            return tasks.element().order;
        }

        private void runOne() {
            if (anyOrder && chance != null) {
                for (int skipped = chance.nextInt(tasks.size()); skipped > 0; skipped--) tasks.add(tasks.remove());
            }
            run(name, tasks.remove().command);
        }

        int size() {
            return tasks.size();
        }

        void close() {
            closed = true;
            tasks.clear();
            queues.remove(this);
        }
    }

    private record Task(long order, Runnable command) {}
}
