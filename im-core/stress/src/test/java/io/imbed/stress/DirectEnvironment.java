package io.imbed.stress;

import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything is done on the thread that asks for it, so that two actors meet inside the engine and not in a queue before
 * it; a lane's tasks by whoever finds nobody doing them. Once both actors have ended all is done. Timers never run.
 */
public final class DirectEnvironment implements Environment {
    private final Random random = new Random();
    private final List<Executor> lanes = List.of(new OneAtATime());

    /** Threads: any. */
    private static final class OneAtATime implements Executor {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>(); // guarded by this
        private boolean running; // guarded by this

        @Override
        public void execute(Runnable added) {
            synchronized (this) {
                tasks.add(added);
                if (running) return;
                running = true;
            }
            for (Runnable task = next(); task != null; task = next()) task.run();
        }

        private synchronized @Nullable Runnable next() {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        }
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Scheduler scheduler() {
        return new Scheduler() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Timer schedule(Duration delay, Runnable task) {
                return () -> {};
            }
        };
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public Executor worker() {
        return Runnable::run;
    }

    @Override
    public Executor hooks() {
        return Runnable::run;
    }

    @Override
    public List<Executor> lanes() {
        return lanes;
    }

    @Override
    public void close() {}
}
