package io.imbed.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Plays every race of this module. An outcome that is not declared acceptable fails, and so does an exception.
 * {@code -Dim.stress.millis} says for how long each is played, {@code -Dim.stress.only} which, by a part of their names.
 *
 * <p>All in this process, by the runners that jcstress generates: its own main program asks about twenty virtual machines
 * what they can before it begins, and then starts one for each race, which takes longer than the races.
 */
class StressIT {
    private static final int ROUNDS = 5;
    private static final int MILLIS = Integer.getInteger("im.stress.millis", 1_000);
    private static final String ONLY = System.getProperty("im.stress.only", "");

    static Collection<String> races() {
        return TestList.tests().stream()
                .filter(Pattern.compile(ONLY).asPredicate())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("races")
    @Timeout(value = 12, unit = TimeUnit.HOURS)
    void endsAsDeclared(String race) throws Exception {
        TestInfo info = TestList.getInfo(race);
        TestConfig config = new TestConfig(
                options(),
                info,
                0,
                List.of(),
                CompileMode.UNIFIED,
                new SchedulingClass(AffinityMode.NONE, info.threads(), NodeType.PACKAGE));
        Runner<?> runner = Class.forName(info.generatedRunner())
                .asSubclass(Runner.class)
                .getConstructor(ForkedTestConfig.class)
                .newInstance(new ForkedTestConfig(config));

        TestResult result = runner.run();

        result.setConfig(config);
        System.out.println(race + ": " + seen(result));
        // An exception has no outcome, so it would pass as one.
        assertThat(result.status()).as("%s: %s", race, result.getMessages()).isEqualTo(Status.NORMAL);
        assertThat(result.grading().failureMessages).as(race).isEmpty();
        assertThat(result.getTotalCount()).as(race).isPositive();
    }

    /** How often it ended in which way. */
    private static String seen(TestResult result) {
        return result.getStateKeys().stream()
                .map(state -> "[" + state + "] " + result.getCount(state))
                .collect(Collectors.joining(", "));
    }

    private static Options options() throws Exception {
        Options options = new Options(new String[] {
            "-c",
            Integer.toString(Runtime.getRuntime().availableProcessors()), // else it counts them by burning them
            "-iters",
            Integer.toString(ROUNDS),
            "-time",
            Integer.toString(Math.max(1, MILLIS / ROUNDS)),
            // Also where both have one processor.
            "-spinStyle",
            "THREAD_YIELD",
            // Few at once: a state may be a whole server.
            "-strideSize",
            "8",
            "-strideCount",
            "16"
        });
        assertThat(options.parse()).isTrue();
        return options;
    }
}
