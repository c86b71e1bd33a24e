package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ManualEnvironmentTest {
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingRunsBeforeTheTestSaysSo() {
        ManualEnvironment environment = ManualEnvironment.create();

        environment.worker().execute(() -> ran.add("task"));

        assertThat(ran).isEmpty();
        assertThat(environment.waiting()).isEqualTo(1);
        environment.runAll();
        assertThat(ran).containsExactly("task");
    }

    @Test
    void tasksRunInTheOrderTheyCameWhereverTheyRun() {
        ManualEnvironment environment = ManualEnvironment.create();

        environment.hooks().execute(() -> ran.add("a"));
        environment.lanes().get(1).execute(() -> ran.add("b"));
        environment.worker().execute(() -> environment.hooks().execute(() -> ran.add("d")));
        environment.lanes().get(0).execute(() -> ran.add("c"));
        environment.runAll();

        assertThat(ran).containsExactly("a", "b", "c", "d");
    }

    @Test
    void timersRunInTheOrderOfTheirTimesAndThenOfInsertion() {
        ManualEnvironment environment = ManualEnvironment.create();
        Scheduler scheduler = environment.scheduler();

        scheduler.schedule(Duration.ofMillis(20), () -> ran.add("late"));
        scheduler.schedule(Duration.ofMillis(10), () -> ran.add("first"));
        scheduler.schedule(Duration.ofMillis(10), () -> ran.add("second"));
        scheduler.schedule(Duration.ofMillis(21), () -> ran.add("never"));
        environment.advance(Duration.ofMillis(20));

        assertThat(ran).containsExactly("first", "second", "late");
    }

    @Test
    void tasksAndTimersSeeTheTimeAtWhichTheyRun() {
        ManualEnvironment environment = ManualEnvironment.create();
        List<Long> atMillis = new ArrayList<>();
        List<Instant> atInstant = new ArrayList<>();

        environment
                .scheduler()
                .schedule(
                        Duration.ofMillis(5),
                        () -> environment.worker().execute(() -> {
                            atMillis.add(environment.scheduler().nanoTime() / 1_000_000);
                            atInstant.add(environment.clock().instant());
                            environment
                                    .scheduler()
                                    .schedule(
                                            Duration.ofMillis(2),
                                            () -> atMillis.add(
                                                    environment.scheduler().nanoTime() / 1_000_000));
                        }));
        environment.advance(Duration.ofMillis(100));

        assertThat(atMillis).containsExactly(5L, 7L);
        assertThat(atInstant).containsExactly(ManualClock.START.plusMillis(5));
        assertThat(environment.clock().instant()).isEqualTo(ManualClock.START.plusMillis(100));
        assertThat(environment.scheduler().nanoTime()).isEqualTo(100_000_000L);
    }

    @Test
    void cancelledTimerDoesNotRun() {
        ManualEnvironment environment = ManualEnvironment.create();
        Scheduler.Timer timer = environment.scheduler().schedule(Duration.ofMillis(1), () -> ran.add("timer"));

        environment.leap(Duration.ofMillis(1));
        timer.cancel();
        timer.cancel();
        environment.advance(Duration.ofSeconds(1));

        assertThat(ran).isEmpty();
        assertThat(environment.untilNextTimer()).isEmpty();
    }

    @Test
    void timerThatFellDueWhileNothingRanRunsLateAmongTheTasks() {
        ManualEnvironment environment = ManualEnvironment.create();
        environment.scheduler().schedule(Duration.ofMillis(1), () -> ran.add("timer"));
        environment.worker().execute(() -> ran.add("task"));

        environment.leap(Duration.ofMillis(5));

        assertThat(ran).isEmpty();
        environment.runAll();
        assertThat(ran).containsExactlyInAnyOrder("timer", "task");
    }

    @Test
    void exceptionOfATaskFailsTheRun() {
        ManualEnvironment environment = ManualEnvironment.create();
        IllegalStateException cause = new IllegalStateException("broken");
        environment.hooks().execute(() -> {
            throw cause;
        });

        assertThatThrownBy(environment::runAll)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("hooks")
                .hasCause(cause);
    }

    @Test
    void errorOfATimerFailsTheRun() {
        ManualEnvironment environment = ManualEnvironment.create();
        environment.scheduler().schedule(Duration.ofMillis(1), () -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(() -> environment.advance(Duration.ofMillis(1))).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void runThatNeverEndsFailsAndSaysWhatWaits() {
        ManualEnvironment environment = ManualEnvironment.create();
        Executor lane = environment.lanes().get(0);
        Runnable again = new Runnable() {
            @Override
            public void run() {
                lane.execute(this);
            }
        };
        lane.execute(again);

        assertThatThrownBy(environment::runAll)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lane-0: 1");
    }

    @Test
    void taskFromAnotherThreadIsRefusedThereAndHere() throws InterruptedException {
        ManualEnvironment environment = ManualEnvironment.create();
        List<Throwable> thrown = new ArrayList<>();
        Thread other = new Thread(() -> environment.worker().execute(() -> ran.add("task")), "other");
        other.setUncaughtExceptionHandler((thread, e) -> thrown.add(e));

        other.start();
        other.join();

        assertThat(thrown).hasSize(1);
        assertThatThrownBy(environment::runAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("other");
        assertThat(ran).isEmpty();
    }

    @Test
    void sameSeedGivesTheSameRun() {
        assertThat(order(42)).isEqualTo(order(42));
    }

    @Test
    void seedsExploreOrdersButLanesKeepTheirs() {
        Set<List<String>> seen = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            List<String> order = order(seed);
            seen.add(order);
            assertThat(order).filteredOn(name -> name.startsWith("lane")).containsExactly("lane1", "lane2", "lane3");
        }

        assertThat(seen).hasSizeGreaterThan(100);
        assertThat(seen)
                .anySatisfy(order -> assertThat(order.indexOf("worker3")).isLessThan(order.indexOf("worker1")));
        assertThat(seen).anySatisfy(order -> assertThat(order.indexOf("timer")).isGreaterThan(order.indexOf("lane3")));
    }

    private static List<String> order(long seed) {
        ManualEnvironment environment = ManualEnvironment.seeded(seed);
        List<String> order = new ArrayList<>();
        environment.scheduler().schedule(Duration.ZERO, () -> order.add("timer"));
        for (int i = 1; i <= 3; i++) {
            String number = String.valueOf(i);
            environment.lanes().get(0).execute(() -> order.add("lane" + number));
            environment.worker().execute(() -> order.add("worker" + number));
            environment.hooks().execute(() -> order.add("hooks" + number));
        }
        environment.runAll();
        order.add(String.valueOf(environment.random().nextInt()));
        return order;
    }

    @Test
    void closingOneDropsItsOwnTasksAndTimersAlone() {
        ManualEnvironment server = ManualEnvironment.create();
        ManualEnvironment client = server.beside("client");
        for (ManualEnvironment each : List.of(server, client)) {
            String name = each == server ? "server" : "client";
            each.worker().execute(() -> ran.add(name + " task"));
            each.scheduler().schedule(Duration.ofMillis(1), () -> ran.add(name + " timer"));
        }

        client.close();
        client.close();
        client.worker().execute(() -> ran.add("too late"));
        server.advance(Duration.ofMillis(1));

        assertThat(ran).containsExactly("server task", "server timer");
    }

    @Test
    void clockMayBeSetBackAndShowsWholeMilliseconds() {
        ManualEnvironment environment = ManualEnvironment.create();

        environment.clock().set(ManualClock.START.minusSeconds(60));
        environment.advance(Duration.ofNanos(1_500_000));

        assertThat(environment.clock().instant())
                .isEqualTo(ManualClock.START.minusSeconds(60).plusMillis(1));
        assertThat(environment.scheduler().nanoTime()).isEqualTo(1_500_000);
    }

    @Test
    void schedulerOfItsOwnRunsTimersAsItsTimeMoves() {
        ManualClock clock = new ManualClock();
        ManualScheduler scheduler = new ManualScheduler(clock);
        scheduler.schedule(Duration.ofMillis(3), () -> ran.add(clock.instant().toString()));

        scheduler.advance(Duration.ofMillis(2));

        assertThat(ran).isEmpty();
        assertThat(scheduler.waiting()).isEqualTo(1);
        assertThat(scheduler.untilNext()).contains(Duration.ofMillis(1));
        scheduler.advance(Duration.ofMillis(2));
        assertThat(ran).containsExactly("2026-01-01T00:00:00.003Z");
        assertThatCode(() -> scheduler.advance(Duration.ZERO)).doesNotThrowAnyException();
    }
}
