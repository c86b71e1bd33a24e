package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.client.EventGate.Verdict;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventGateTest {
    private final EventGate gate = new EventGate(new Cursor("e", 4));

    @Test
    void nextEventMovesTheCursor() {
        assertThat(gate.offer(event(5))).isEqualTo(Verdict.DELIVER);
        assertThat(gate.cursor()).isEqualTo(new Cursor("e", 5));
        assertThat(gate.behind()).isFalse();
    }

    @Test
    void oldEventIsDropped() {
        assertThat(gate.offer(event(4))).isEqualTo(Verdict.DROP);
        assertThat(gate.offer(event(1))).isEqualTo(Verdict.DROP);
        assertThat(gate.cursor().rev()).isEqualTo(4);
    }

    @Test
    void eventBeyondAGapWaitsUntilItIsFilled() {
        assertThat(gate.offer(event(7))).isEqualTo(Verdict.WAIT);
        assertThat(gate.offer(event(6))).isEqualTo(Verdict.WAIT);
        assertThat(gate.behind()).isTrue();
        assertThat(gate.next()).isNull();

        assertThat(gate.offer(event(5))).isEqualTo(Verdict.DELIVER);
        assertThat(gate.next()).isEqualTo(event(6));
        assertThat(gate.next()).isEqualTo(event(7));
        assertThat(gate.next()).isNull();
        assertThat(gate.behind()).isFalse();
    }

    @Test
    void eventOfAnotherEpochIsForeign() {
        assertThat(gate.offer(Frames.message("r", "other", 5))).isEqualTo(Verdict.FOREIGN);
        assertThat(gate.cursor()).isEqualTo(new Cursor("e", 4));
    }

    @Test
    void whatDoesNotFitIsKnownToBeMissing() {
        for (long rev = 5 + EventGate.MAX_WAITING + 10; rev > 5; rev--) gate.offer(event(rev));

        List<Long> delivered = deliver(List.of(event(5)));

        assertThat(delivered).hasSize(1 + EventGate.MAX_WAITING);
        assertThat(gate.behind()).isTrue();
    }

    @Test
    void resetAheadKeepsWhatWaitsBeyond() {
        gate.offer(event(8));
        gate.offer(event(6));

        gate.reset(new Cursor("e", 7));

        assertThat(gate.next()).isEqualTo(event(8));
        assertThat(gate.behind()).isFalse();
    }

    @Test
    void resetBackForgetsWhatLayAhead() {
        gate.offer(event(8));

        gate.reset(new Cursor("e", 2));

        assertThat(gate.behind()).isFalse();
        assertThat(gate.offer(event(3))).isEqualTo(Verdict.DELIVER);
        assertThat(gate.next()).isNull();
    }

    @Test
    void anyOrderWithRepeatsComesOutInOrderAndOnce() {
        for (int seed = 0; seed < 200; seed++) {
            EventGate shuffled = new EventGate(new Cursor("e", 0));
            Random random = new Random(seed);
            List<Event> events = new ArrayList<>();
            LongStream.rangeClosed(1, 40).forEach(rev -> {
                for (int copies = 1 + random.nextInt(3); copies > 0; copies--) events.add(event(rev));
            });
            java.util.Collections.shuffle(events, random);

            assertThat(deliver(shuffled, events))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 40).boxed().toList());
        }
    }

    private List<Long> deliver(List<Event> events) {
        return deliver(gate, events);
    }

    private static List<Long> deliver(EventGate to, List<Event> events) {
        List<Long> delivered = new ArrayList<>();
        for (Event event : events) {
            if (to.offer(event) != Verdict.DELIVER) continue;
            delivered.add(event.rev());
            for (Event next = to.next(); next != null; next = to.next()) delivered.add(next.rev());
        }
        return delivered;
    }

    private static Event event(long rev) {
        return Frames.message("r", "e", rev);
    }
}
