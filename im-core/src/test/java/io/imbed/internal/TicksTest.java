package io.imbed.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final long MILLI = 1_000_000;

    /** One timer at a time; it counts how often it was woken. */
    private static final class ByHand implements Scheduler {
        private final TreeMap<Long, Runnable> timers = new TreeMap<>();
        private long now = -7_777_777; // a clock may begin anywhere
        private int woken;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            long at = now + delay.toNanos();
            assertThat(timers.put(at, task)).isNull();
            return () -> timers.remove(at, task);
        }

        void pass(long millis) {
            long until = now + millis * MILLI;
            while (!timers.isEmpty() && timers.firstKey() <= until) {
                var due = timers.pollFirstEntry();
                now = due.getKey();
                woken++;
                due.getValue().run();
            }
            now = until;
        }
    }

    private final ByHand scheduler = new ByHand();
    private final Ticks ticks = new Ticks(scheduler);
    private final List<String> ran = new ArrayList<>();

    private Scheduler.Timer in(long millis, String name) {
        return ticks.schedule(Duration.ofMillis(millis), () -> ran.add(name));
    }

    @Test
    void taskRunsNoSoonerThanItsDelayAndATickLaterAtMost() {
        in(250, "a");
        scheduler.pass(249);
        assertThat(ran).isEmpty();
        scheduler.pass(101);
        assertThat(ran).containsExactly("a");
    }

    @Test
    void tasksOfOneTickWakeTheSchedulerOnce() {
        for (int i = 0; i < 3; i++) {
            in(210 + 20 * i, "task");
        }
        scheduler.pass(1_000);
        assertThat(ran).containsExactly("task", "task", "task");
        assertThat(scheduler.woken).isEqualTo(1);
    }

    @Test
    void laterTasksWaitAndSoonerOnesAreNotHeldUpByThem() {
        in(5_000, "late");
        in(100, "soon");
        in(3_000, "middle");
        scheduler.pass(250);
        assertThat(ran).containsExactly("soon");
        scheduler.pass(10_000);
        assertThat(ran).containsExactly("soon", "middle", "late");
        in(100, "again");
        scheduler.pass(250);
        assertThat(ran).hasSize(4);
    }

    @Test
    void cancelledTaskDoesNotRun() {
        in(200, "a").cancel();
        in(200, "b");
        scheduler.pass(1_000);
        assertThat(ran).containsExactly("b");
    }

    @Test
    void taskThatFailsDoesNotKeepTheOthersFromRunning() {
        ticks.schedule(Duration.ofMillis(200), () -> {
            throw new StackOverflowError("one connection's trouble");
        });
        in(200, "b");
        scheduler.pass(1_000);
        assertThat(ran).containsExactly("b");
    }

    @Test
    void taskMayAskForItselfAgain() {
        ticks.schedule(Duration.ZERO, new Runnable() {
            @Override
            public void run() {
                ran.add("round");
                ticks.schedule(Duration.ofSeconds(1), this);
            }
        });
        scheduler.pass(5_000);
        assertThat(ran).hasSizeBetween(4, 5);
    }
}
