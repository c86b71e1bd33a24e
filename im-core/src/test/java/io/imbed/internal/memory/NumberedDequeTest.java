package io.imbed.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NumberedDequeTest {
    private final NumberedDeque<String> deque = new NumberedDeque<>();

    @Test
    void numbersFromOneAndKeepsNumbersWhenTheFrontIsDropped() {
        for (int i = 1; i <= 100; i++) deque.add("item " + i);

        for (int i = 1; i <= 60; i++) assertThat(deque.removeFirst()).isEqualTo("item " + i);

        assertThat(deque.first()).isEqualTo(61);
        assertThat(deque.last()).isEqualTo(100);
        assertThat(deque.size()).isEqualTo(40);
        assertThat(deque.get(60)).isNull();
        assertThat(deque.get(61)).isEqualTo("item 61");
        assertThat(deque.get(100)).isEqualTo("item 100");
        assertThat(deque.get(101)).isNull();
    }

    @Test
    void keepsItsItemsWhileItGrowsAndShrinksAboutASlidingWindow() {
        for (int width = 1; width < 200; width += 7) {
            for (int step = 0; step < 50; step++) {
                while (deque.size() < width) deque.add("item " + (deque.last() + 1));
                deque.removeFirst();
                for (long n = deque.first(); n <= deque.last(); n++)
                    assertThat(deque.at(n)).isEqualTo("item " + n);
            }
        }
        while (deque.size() > 0) assertThat(deque.removeFirst()).isEqualTo("item " + (deque.first() - 1));

        assertThat(deque.first()).isEqualTo(deque.last() + 1);
    }

    @Test
    void replacesOnlyWhatIsKept() {
        deque.add("a");
        deque.add("b");
        deque.removeFirst();

        deque.set(2, "c");

        assertThat(deque.at(2)).isEqualTo("c");
        assertThatThrownBy(() -> deque.set(1, "d")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> deque.at(3)).isInstanceOf(IllegalStateException.class);
    }
}
