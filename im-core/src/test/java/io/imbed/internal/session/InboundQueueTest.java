package io.imbed.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.internal.Budget;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundQueueTest {
    private final List<String> handled = new ArrayList<>();
    private final List<Throwable> defects = new ArrayList<>();
    private final Budget budget = new Budget(1_000_000);
    private boolean ready = true;

    private final InboundQueue queue = new InboundQueue(
            new InboundQueue.Handler() {
                @Override
                public boolean isReady() {
                    return ready;
                }

                @Override
                public void handle(String line) {
                    if (line.equals("deep")) throw new StackOverflowError();
                    handled.add(line);
                }

                @Override
                public void failed(Throwable defect) {
                    defects.add(defect);
                }
            },
            Runnable::run,
            budget,
            4,
            100);

    @Test
    void linesAreHandledInOrderOncePerReadiness() {
        ready = false;
        queue.offer("a\nb");
        queue.offer("c");
        assertThat(handled).isEmpty();

        ready = true;
        queue.resume();

        assertThat(handled).containsExactly("a", "b", "c");
        assertThat(budget.used()).isZero();
    }

    @Test
    void errorOfOneLineIsReportedAndTheThreadGoesOn() {
        queue.offer("a\ndeep\nb");
        queue.offer("c");

        assertThat(defects).singleElement().isInstanceOf(StackOverflowError.class);
        assertThat(handled).containsExactly("a", "b", "c");
        assertThat(budget.used()).isZero();
    }

    @Test
    void moreThanItHoldsIsRefusedButOneLargeUnitPassesAlone() {
        ready = false;

        assertThat(queue.offer("x".repeat(500))).isTrue();
        assertThat(queue.offer("y")).isFalse();
        queue.close();

        assertThat(budget.used()).isZero();
    }
}
