package io.imbed.client.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Whole conversations on one thread: servers that are killed, storages that do not answer, wires that break at any line,
 * clients that come and go. Each seed is one of them, the same every time.
 *
 * <p>{@code -Dim.simulation.seeds=20000 -Dim.simulation.first=1000} runs more, or others; with
 * {@code -Dim.simulation.seeds=1} one alone.
 */
class EngineSimulationTest {
    private static final long FIRST = Long.getLong("im.simulation.first", 1);
    private static final int SEEDS = Integer.getInteger("im.simulation.seeds", 1_000);
    private static final int MAX_FAILURES = 10; // after which a long campaign gives up

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.imbed");
    private final ListAppender<ILoggingEvent> errors = new ListAppender<>();

    @BeforeEach
    void listenForErrors() {
        logger.setLevel(Level.ERROR); // warnings are what trouble looks like
        errors.start();
        logger.addAppender(errors);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(errors);
        logger.setLevel(null);
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void promisesHoldInEveryConversation() {
        List<AssertionError> failures = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SEEDS && failures.size() < MAX_FAILURES; seed++) {
            try {
                run(seed);
            } catch (AssertionError e) {
                failures.add(e);
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void sameSeedGivesTheSameConversation() {
        for (long seed = FIRST; seed < FIRST + 10; seed++) {
            Simulation first = run(seed);
            Simulation second = run(seed);

            assertThat(second.api.steps()).isEqualTo(first.api.steps());
            assertThat(second.wire.steps()).isEqualTo(first.wire.steps());
        }
    }

    private Simulation run(long seed) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.run();
        } catch (RuntimeException e) {
            errors.list.clear();
            throw new AssertionError("seed " + seed + " failed", e);
        }
        List<ILoggingEvent> logged = List.copyOf(errors.list);
        errors.list.clear();
        for (ILoggingEvent error : logged) {
            String trace =
                    error.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(error.getThrowableProxy());
            throw new AssertionError("seed " + seed + ": logged " + error.getFormattedMessage() + "\n" + trace);
        }
        return simulation;
    }
}
