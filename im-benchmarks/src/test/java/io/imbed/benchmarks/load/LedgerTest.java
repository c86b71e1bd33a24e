package io.imbed.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What does not fit is found: a load test that finds nothing must be able to. */
class LedgerTest {
    private static final int ROOM = 0;
    private static final int LISTENERS = 2;

    private final Ledger ledger = new Ledger(2);
    private int first;
    private int second;

    @BeforeEach
    void twoMessagesAreSentAndOneHasArrived() {
        first = ledger.begin(ROOM, System.nanoTime());
        second = ledger.begin(ROOM, System.nanoTime());
        ledger.acknowledge(first, 1);
        ledger.deliver(ROOM, 1, first, 11);
        ledger.deliver(ROOM, 1, first, 11);
    }

    @Test
    void nothingIsWrongWhereEverybodyHasEverythingOnce() {
        ledger.acknowledge(second, 2);
        ledger.deliver(ROOM, 2, second, 12);
        ledger.deliver(ROOM, 2, second, 12);

        assertThat(ledger.check(LISTENERS)).isEmpty();
        assertThat(ledger.isAllDelivered(LISTENERS)).isTrue();
    }

    @Test
    void sendThatWasNeverAcknowledged() {
        assertThat(ledger.check(LISTENERS)).containsExactly("1 sends were never acknowledged");
    }

    @Test
    void acknowledgedAndNeverDelivered() {
        ledger.acknowledge(second, 2);

        assertThat(ledger.isAllDelivered(LISTENERS)).isFalse();
        assertThat(ledger.check(LISTENERS)).containsExactly("send 1 was acknowledged as 2 and delivered as 0");
    }

    @Test
    void oneListenerWithoutIt() {
        ledger.acknowledge(second, 2);
        ledger.deliver(ROOM, 2, second, 12);

        assertThat(ledger.check(LISTENERS)).containsExactly("room 0, seq 2: 1 have it, of 2");
    }

    @Test
    void twoMessagesAsOneSeq() {
        ledger.deliver(ROOM, 1, second, 12);

        assertThat(ledger.check(LISTENERS)).contains("room 0 shows several messages as seq 1");
    }

    @Test
    void oneMessageAsTwoSeqs() {
        ledger.deliver(ROOM, 2, first, 11);

        assertThat(ledger.check(LISTENERS)).contains("send 0 is there twice, as 1 and 2");
    }

    @Test
    void messageInAnotherRoomThanItWasSentTo() {
        ledger.deliver(1, 1, second, 12);

        assertThat(ledger.check(LISTENERS)).contains("room 1 has a message that nobody sent there, seq 1");
    }

    @Test
    void acknowledgedTwice() {
        ledger.acknowledge(first, 3);

        assertThat(ledger.check(LISTENERS)).contains("send 0 was acknowledged as 1 and as 3");
    }

    @Test
    void anyReset() {
        ledger.reset();

        assertThat(ledger.check(LISTENERS)).contains("1 resets");
    }
}
