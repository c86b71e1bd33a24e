package io.imbed.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker proves itself: a server that keeps its promises passes, and each that breaks one is caught by its rule. */
class HistoryCheckerTest {
    private static final int SEEDS = 10;

    @TempDir
    Path folder;

    /** What a run left behind. */
    private record Run(List<Step> steps, FinalLog log) {}

    private static Arguments mutant(Rule rule, Function<Random, TinyServer> server) {
        return Arguments.of(server.apply(new Random(0)).getClass().getSimpleName(), rule, server);
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                mutant(Rule.ACKED_IS_KEPT, Mutants.AckBeforeCommit::new),
                mutant(Rule.ACKED_IS_KEPT, Mutants.WriteDelay::new),
                mutant(Rule.SEEN_IS_KEPT, Mutants.BroadcastsFirst::new),
                mutant(Rule.ONE_SEQ_PER_CLIENT_ID, Mutants.NoUniqueKey::new),
                mutant(Rule.STREAM_WITHOUT_GAPS, Mutants.CatchUpSkipsOne::new),
                mutant(Rule.STREAM_WITHOUT_GAPS, Mutants.CatchUpRepeatsOne::new),
                mutant(Rule.STREAM_REACHES_THE_END, Mutants.CatchUpStopsShort::new),
                mutant(Rule.NUMBERS_WITHOUT_GAPS, Mutants.NumbersFromASequence::new),
                mutant(Rule.STREAM_WITHOUT_GAPS, Mutants.CommitsOutOfOrder::new),
                mutant(Rule.REAL_ORDER, Mutants.NumbersInBlocks::new),
                mutant(Rule.SENDER_ORDER, Mutants.ReordersASender::new),
                mutant(Rule.REFUSED_NEVER_APPEARS, Mutants.StoresWhatItRefuses::new),
                mutant(Rule.READ_SEES_WHAT_WAS_ACKED, Mutants.ReadsFromAReplica::new),
                mutant(Rule.READ_SEES_WHAT_WAS_ACKED, Mutants.ReadsWithHoles::new),
                mutant(Rule.NOTHING_IS_INVENTED, Mutants.Invents::new),
                mutant(Rule.CONTENT_AS_SENT, Mutants.ChangesContent::new),
                mutant(Rule.ONE_VALUE_PER_NUMBER, Mutants.TellsTwoStories::new),
                mutant(Rule.ONE_EPOCH, Mutants.ForgetsEverything::new));
    }

    @ParameterizedTest(name = "{0} breaks {1}")
    @MethodSource("mutants")
    void brokenServerIsCaught(String name, Rule rule, Function<Random, TinyServer> server) throws IOException {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Run run = run(seed, server);

            List<Violation> violations = HistoryChecker.check(run.steps, run.log);

            assertThat(violations)
                    .as("%s, seed %d", name, seed)
                    .extracting(Violation::rule)
                    .contains(rule);
            assertThat(violations).hasSizeLessThan(HistoryChecker.MAX_PER_RULE * Rule.values().length);
        }
    }

    @Test
    void everyRuleHasAMutant() {
        assertThat(mutants().map(mutant -> mutant.get()[1])).contains((Object[]) Rule.values());
    }

    @Test
    void soundServerPasses() throws IOException {
        for (int seed = 1; seed <= 40; seed++) {
            Run run = run(seed, TinyServer::new);

            assertThat(HistoryChecker.check(run.steps, run.log))
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(run.steps).hasSizeGreaterThan(300);
            assertThat(run.steps)
                    .extracting(Step::type)
                    .contains(Step.Type.FAIL, Step.Type.INFO, Step.Type.OK, Step.Type.INVOKE);
            assertThat(run.steps).anyMatch(Step::dup);
        }
    }

    /** Clients that send, read, lose their connection and come back, while the server is killed now and then. */
    private Run run(int seed, Function<Random, TinyServer> make) throws IOException {
        Random random = new Random(seed);
        TinyServer server = make.apply(random);
        Path file = folder.resolve(server.getClass().getSimpleName() + "-" + seed + ".jsonl");
        long[] time = {0};
        try (HistoryRecorder recorder = HistoryRecorder.toFile(file, () -> ++time[0])) {
            List<TinyClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) clients.add(new TinyClient("c" + i, server, recorder.client("c" + i)));
            for (int i = 0; i < 1_000; i++) act(random, server, clients);
            for (TinyClient client : clients) client.reconnect();
            drain(clients);
            clients.get(0).lose();
            for (int i = 0; i < 5; i++) clients.get(1).send(); // some of them may be refused
            drain(clients);
            clients.get(0).reconnect();
            drain(clients);
            clients.forEach(TinyClient::claimToBeCaughtUp);
        }
        FinalLog log = new FinalLog().room(TinyServer.ROOM, server.epoch);
        server.log.forEach(log::add);
        return new Run(HistoryRecorder.read(List.of(file)), log);
    }

    private static void act(Random random, TinyServer server, List<TinyClient> clients) {
        TinyClient client = clients.get(random.nextInt(clients.size()));
        int dice = random.nextInt(100);
        if (dice < 12) client.send();
        else if (dice < 22) client.read();
        else if (dice < 50) client.serve();
        else if (dice < 92) client.take();
        else if (dice < 95) client.reconnect();
        else if (dice < 98) server.tick();
        else if (dice == 98) crash(server, clients, random.nextBoolean());
    }

    /** Twice: what one client's requests bring about reaches all. */
    private static void drain(List<TinyClient> clients) {
        for (int round = 0; round < 2; round++) clients.forEach(TinyClient::drain);
    }

    private static void crash(TinyServer server, List<TinyClient> clients, boolean quiet) {
        if (quiet) drain(clients); // what it answered last has arrived
        clients.forEach(TinyClient::lose);
        server.crash();
        clients.forEach(TinyClient::reconnect);
    }

    @Test
    void violationsNameTheRuleAndTheSteps() throws IOException {
        Run run = run(1, Mutants.NoUniqueKey::new);

        assertThatThrownBy(() -> HistoryChecker.require("seed 1", run.steps, run.log))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed 1: ")
                .hasMessageContaining("ONE_SEQ_PER_CLIENT_ID: cid ")
                .hasMessageContaining("\"f\":\"send\",\"type\":\"ok\"");
    }

    @Test
    void rulesThatDoNotHoldInARunMayBeWaived() throws IOException {
        Run run = run(1, Mutants.ChangesContent::new);

        assertThat(HistoryChecker.check(run.steps, run.log, EnumSet.of(Rule.CONTENT_AS_SENT)))
                .isEmpty();
        Run sound = run(2, TinyServer::new);
        assertThatCode(() -> HistoryChecker.require("sound", sound.steps, sound.log))
                .doesNotThrowAnyException();
    }

    @Test
    void checkingIsLinear() throws IOException {
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= 100_000; i++) {
            for (Step.Type type : List.of(Step.Type.INVOKE, Step.Type.OK)) {
                long seq = type == Step.Type.OK ? i : 0;
                steps.add(new Step(
                        i, "c", 1, null, Step.Op.SEND, type, i, "r", null, "c", "cid" + i, "d", seq, seq, 0, false));
            }
        }

        List<Violation> violations = HistoryChecker.check(steps, new FinalLog().room("r", "e"));

        // Quadratic work on these would take minutes, and the suite's time limit end it.
        assertThat(violations).hasSize(HistoryChecker.MAX_PER_RULE).allMatch(v -> v.rule() == Rule.ACKED_IS_KEPT);
    }
}
