package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RosterTest {
    private final Roster<String> roster = new Roster<>();

    @Test
    void emptyRosterIsNotTheEndWhileAnotherMayCome() {
        roster.add("first");
        roster.remove("first");
        assertThat(roster.allGone()).isNotDone();

        roster.add("late");
        roster.close();
        assertThat(roster.allGone()).isNotDone();

        roster.remove("late");
        assertThat(roster.allGone()).isCompleted();
    }

    @Test
    void closedWithNobodyThereIsTheEnd() {
        roster.close();

        assertThat(roster.allGone()).isCompleted();
    }
}
