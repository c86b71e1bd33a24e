package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import io.imbed.spi.AccessPolicy.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that were read and wait, since the host takes its time over the first of them. */
class UnderWayTest {
    private static final String LONG = "x".repeat(8_000);
    private static final int TAKEN_UP = 100_000;

    private final List<CompletableFuture<Boolean>> asked = new ArrayList<>();
    private final Chat chat = Chat.open(builder -> builder.limits(limits()).accessPolicy(access -> {
        if (access.operation() != Operation.SEND) return CompletableFuture.completedFuture(true);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }));
    private Peer alice;

    private static Limits limits() {
        Limits.Queues queues = Limits.defaults().queues();
        return Chat.unhurried()
                .with(new Limits.Queues(queues.outboxBytes(), 200, TAKEN_UP, queues.nodeBytes(), queues.laneEntries()));
    }

    @BeforeEach
    void open() {
        alice = chat.channel("r", "alice")[0];
    }

    @AfterEach
    void close() {
        answerAll();
        chat.close(); // which looks for bytes that leaked
    }

    private List<Integer> post(int count) {
        List<Integer> ids = IntStream.range(0, count)
                .mapToObj(i -> alice.postText("r", "c" + i, i + LONG))
                .toList();
        chat.env.runAll();
        return ids;
    }

    /** One at a time, in their order: each is asked about when the one before has its place. */
    private void answerAll() {
        for (int i = 0; i < asked.size(); i++) {
            asked.get(i).complete(true);
            chat.env.runAll();
        }
    }

    @Test
    void countInTheBudgetAndNoMoreAreTakenUpThanTheirLimit() {
        long before = chat.figures.budgetUsed();

        List<Integer> ids = post(24);

        assertThat(chat.figures.budgetUsed() - before).isGreaterThan(23L * LONG.length());
        assertThat(alice.closed()).isEmpty();

        answerAll();

        assertThat(ids)
                .allSatisfy(id ->
                        assertThat(alice.find(id).orElseThrow().has("seq")).isTrue());
        assertThat(asked).hasSize(24);
        assertThat(chat.figures.budgetUsed() - before).isLessThan(24L * LONG.length() + TAKEN_UP);
    }

    @Test
    void thoseBeyondWhatIsTakenUpAreAFlood() {
        post(40);

        assertThat(alice.closed().orElseThrow().code()).isEqualTo(4006);
    }

    @Test
    void whatWaitsBehindIsDroppedWhereWeEndTheSession() {
        post(10);

        chat.server.sessions().signOut("alice");
        chat.env.runAll();
        answerAll();

        assertThat(alice.closed()).isPresent();
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatWaitsBehindIsDoneWhereTheClientLeaves() {
        post(10);

        alice.connection.cut();
        chat.env.runAll();
        answerAll();

        assertThat(asked).hasSize(10);
    }
}
