package io.imbed.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final List<String> done = new ArrayList<>();
    private final Runnable wake = () -> done.add("woken");

    @Test
    void whatIsAskedForManyTimesIsDoneOnceAtTheEnd() {
        Turn.take(() -> {
            assertThat(Turn.atEnd(wake)).isTrue();
            assertThat(Turn.atEnd(wake)).isTrue();
            done.add("work");
        });
        assertThat(done).containsExactly("work", "woken");
    }

    @Test
    void outsideOfATurnNothingIsNoted() {
        assertThat(Turn.atEnd(wake)).isFalse();
        Turn.take(() -> {});
        assertThat(done).isEmpty();
    }

    @Test
    void turnInATurnIsAPartOfIt() {
        Turn.take(() -> {
            Turn.take(() -> Turn.atEnd(wake));
            done.add("work");
        });
        assertThat(done).containsExactly("work", "woken");
    }

    @Test
    void whatIsDoneAtTheEndMayAskForMore() {
        Turn.take(() -> Turn.atEnd(() -> {
            Turn.atEnd(wake);
            done.add("at the end");
        }));
        assertThat(done).containsExactly("at the end", "woken");
    }

    @Test
    void turnOfSeveralCallsEndsWhenItIsToldTo() {
        Turn.begin();
        Turn.take(() -> Turn.atEnd(wake));
        Turn.atEnd(wake);
        assertThat(done).isEmpty();

        Turn.end();
        assertThat(done).containsExactly("woken");
        assertThat(Turn.atEnd(wake)).isFalse();
    }

    @Test
    void turnNeitherBeginsNorEndsTwice() {
        Turn.begin();
        assertThatThrownBy(Turn::begin).hasMessage("this thread is in a turn");

        Turn.end();
        assertThatThrownBy(Turn::end).hasMessage("this thread is in no turn");
    }

    @Test
    void workThatThrowsEndsItsTurnAllTheSame() {
        assertThatThrownBy(() -> Turn.take(() -> {
                    Turn.atEnd(wake);
                    throw new IllegalStateException("thrown on");
                }))
                .hasMessage("thrown on");
        assertThat(done).containsExactly("woken");
        assertThat(Turn.atEnd(wake)).isFalse();
    }
}
