package io.imbed.internal.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.internal.Budget;
import io.imbed.internal.Encoder;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.spi.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a ring gives to those who come from the same place, and what that takes of the budget. */
class EventRingTest {
    private static final int PAGE = 1_000;

    private final Budget budget = new Budget(1_000_000);
    private final Encoder encoder = new Encoder(new FrameCodec(JsonLimits.DEFAULT), budget);
    private final LastPage last = new LastPage(encoder);
    private final EventRing ring = new EventRing(budget, last);

    private static EncodedEvent event(long rev) {
        byte[] line = ("event " + rev).getBytes(StandardCharsets.UTF_8);
        return new EncodedEvent("r", "e", rev, Instant.EPOCH, rev, line);
    }

    private static void fill(EventRing ring, int from, int to) {
        for (int rev = from; rev <= to; rev++) ring.add(event(rev));
    }

    private Batch page(EventRing of, long rev) {
        return of.batch(of.from(rev, PAGE));
    }

    private static String text(Batch batch) {
        return StandardCharsets.UTF_8.decode(batch.lines()).toString();
    }

    @Test
    void pageThatIsAskedForAgainIsPutTogetherOnceAndSaysTheSame() {
        fill(ring, 1, 4);

        Batch first = page(ring, 2);
        Batch second = page(ring, 2);
        Batch third = page(ring, 2);

        assertThat(text(first)).isEqualTo("event 2\nevent 3\nevent 4");
        assertThat(text(second)).isEqualTo(text(first));
        assertThat(third).isSameAs(second);
    }

    @Test
    void whatCameMeanwhileIsInThePage() {
        fill(ring, 1, 2);
        for (int i = 0; i < 3; i++) page(ring, 1);

        ring.add(event(3));

        for (int i = 0; i < 3; i++) assertThat(text(page(ring, 1))).isEqualTo("event 1\nevent 2\nevent 3");
    }

    @Test
    void whatHadToGoIsInNoPage() {
        fill(ring, 1, 3);
        for (int i = 0; i < 3; i++) page(ring, 1);

        ring.forget(1);

        assertThat(ring.from(1, PAGE)).isEmpty();
        for (int i = 0; i < 3; i++) assertThat(text(page(ring, 2))).isEqualTo("event 2\nevent 3");
    }

    @Test
    void anotherSizeIsAnotherPage() {
        fill(ring, 1, 3);
        for (int i = 0; i < 3; i++) page(ring, 1);

        assertThat(text(ring.batch(ring.from(1, 1)))).isEqualTo("event 1");
        assertThat(text(page(ring, 1))).isEqualTo("event 1\nevent 2\nevent 3");
    }

    @Test
    void pagesAreChargedUntilTheRingMovesOn() {
        fill(ring, 1, 2);
        long lines = budget.used();

        List<Batch> given = List.of(page(ring, 1), page(ring, 1), page(ring, 1));
        given.forEach(each -> each.release(1));

        assertThat(budget.used()).as("one whole page").isEqualTo(lines + "event 1\nevent 2".length());
        ring.add(event(3));
        assertThat(budget.used()).isEqualTo(lines + "event 3".length());
        ring.clear();
        assertThat(budget.used()).isZero();
    }

    @Test
    void roomsOfOneLaneKeepOnePageTogether() {
        EventRing other = new EventRing(budget, last);
        fill(ring, 1, 2);
        fill(other, 1, 2);
        long lines = budget.used();

        for (int i = 0; i < 3; i++) page(ring, 1).release(1);
        page(other, 1).release(1);

        assertThat(budget.used()).isEqualTo(lines);
        for (int i = 0; i < 3; i++) assertThat(text(page(other, 2))).isEqualTo("event 2");
        assertThat(text(page(ring, 1))).isEqualTo("event 1\nevent 2");
    }
}
