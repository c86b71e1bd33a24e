package io.imbed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTest {
    @Test
    void limitItselfIsWithinIt() {
        assertThat(Goal.atMost(15).told(15, "%.1f")).isEqualTo("at most 15.0 wanted: met");
        assertThat(Goal.atMost(15).told(15.1, "%.0f")).isEqualTo("at most 15 wanted: MISSED");
        assertThat(Goal.atLeast(20).told(20, "%.1f")).isEqualTo("at least 20.0 wanted: met");
        assertThat(Goal.atLeast(20).told(19.9, "%.0f")).isEqualTo("at least 20 wanted: MISSED");
    }

    /** As where nothing was delivered. */
    @Test
    void noNumberMeetsNothing() {
        assertThat(Goal.atMost(15).isMet(Double.NaN)).isFalse();
        assertThat(Goal.atLeast(15).isMet(Double.NaN)).isFalse();
    }
}
