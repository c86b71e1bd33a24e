package io.imbed.testkit;

import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Time, chance and threads in a test's hands: nothing runs and no time passes until the test says so, and everything
 * runs on the test's own thread. A machine infinitely fast: what is to be done is done before time moves on.
 *
 * <p>In {@linkplain #create() order of arrival} a run is as plain as possible. {@linkplain #seeded With a seed}, the next
 * task is picked by chance among all that may run next: the first of each single-threaded executor (each lane, the
 * timers) and any of a pool's (worker, hooks). The same seed gives the same run, as long as nothing else brings in
 * chance: identity hash codes, wall clocks, threads of their own.
 *
 * <p>An exception of a task fails the call that ran it. Threads: the one that made it; others are refused.
 */
public final class ManualEnvironment implements Environment {
    /** Tasks in one go after which {@link #runAll} believes in an endless loop. */
    public static final int MAX_TASKS = 1_000_000;

    private static final int LANES = 2;

    private final ManualClock clock;
    private final ManualScheduler time;
    private final TaskLoop loop;
    private final SplittableRandom chance;
    private final Scheduler scheduler = new OwnTimers();
    private final TaskLoop.Queue worker;
    private final TaskLoop.Queue hooks;
    private final List<TaskLoop.Queue> lanes;
    private boolean closed;

    private ManualEnvironment(
            String name, ManualClock clock, ManualScheduler time, TaskLoop loop, SplittableRandom chance) {
        this.clock = clock;
        this.time = time;
        this.loop = loop;
        this.chance = chance;
        this.worker = loop.pool(name + "worker");
        this.hooks = loop.pool(name + "hooks");
        this.lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> loop.single(name + "lane-" + lane))
                .toList();
    }

    /** Tasks run in the order they came; {@link #random} always gives the same numbers. */
    public static ManualEnvironment create() {
        ManualClock clock = new ManualClock();
        ManualScheduler time = new ManualScheduler(clock);
        return new ManualEnvironment("", clock, time, new TaskLoop(time, null), new SplittableRandom(1));
    }

    /** Tasks run in an order that the seed decides; {@link #random} follows it too. */
    public static ManualEnvironment seeded(long seed) {
        ManualClock clock = new ManualClock();
        ManualScheduler time = new ManualScheduler(clock);
        SplittableRandom chance = new SplittableRandom(seed);
        return new ManualEnvironment("", clock, time, new TaskLoop(time, chance.split()), chance);
    }

    /**
     * Another node or client in the same world: executors and chance of its own, time and the run shared. Closing it
     * drops its own tasks and timers alone.
     */
    public ManualEnvironment beside(String name) {
        return new ManualEnvironment(name + "/", clock, time, loop, chance.split());
    }

    /** Runs whatever waits, and what that brings in, until nothing does. Time stands still. */
    public void runAll() {
        for (int ran = 0; loop.runOne(); ran++) {
            if (ran == MAX_TASKS) {
                throw new AssertionError("not idle after " + MAX_TASKS + " tasks; waiting are " + loop.waiting());
            }
        }
    }

    /** Runs at most this many tasks; returns whether any may be left. */
    public boolean run(int atMost) {
        for (int ran = 0; ran < atMost; ran++) if (!loop.runOne()) return false;
        return true;
    }

    /** Runs all that waits, then lets time pass: timers at their times, and all that they bring in. */
    public void advance(Duration by) {
        long target = Math.addExact(time.nanoTime(), by.toNanos());
        do runAll();
        while (time.moveToNextAlarm(target));
    }

    /**
     * Lets time pass while no task runs, as on a machine that is busy elsewhere. Timers that fall due on the way run
     * afterwards, late, among the tasks.
     */
    public void leap(Duration by) {
        time.leap(by);
    }

    /** How long until the next timer falls due, empty if there is none. */
    public Optional<Duration> untilNextTimer() {
        return time.untilNext();
    }

    /** How many tasks of this environment wait, timers not counted. */
    public int waiting() {
        return Stream.concat(Stream.of(worker, hooks), lanes.stream())
                .mapToInt(TaskLoop.Queue::size)
                .sum();
    }

    /** One more single-threaded executor of this world, for a storage or a test's own ends. */
    public Executor executor(String name) {
        return loop.single(name);
    }

    @Override
    public ManualClock clock() {
        return clock;
    }

    @Override
    public Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public RandomGenerator random() {
        return chance;
    }

    @Override
    public Executor worker() {
        return worker;
    }

    @Override
    public Executor hooks() {
        return hooks;
    }

    @Override
    public List<Executor> lanes() {
        return List.copyOf(lanes);
    }

    @Override
    public void close() {
        closed = true;
        worker.close();
        hooks.close();
        lanes.forEach(TaskLoop.Queue::close);
    }

    /** Timers that fall silent when this environment is closed; another's beside it go on. */
    private final class OwnTimers implements Scheduler {
        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return time.schedule(delay, () -> {
                if (!closed) task.run();
            });
        }
    }
}
