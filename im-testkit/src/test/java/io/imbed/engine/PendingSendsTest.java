package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Draft;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the host commits in transactions of its own is appended exactly once, whatever happens in between. */
class PendingSendsTest {
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final PendingBoard board = new PendingBoard();
    private final List<String> asked = new ArrayList<>();
    private final Chat chat = Chat.open(
            board,
            builder -> builder.limits(Chat.unhurried()).on(BeforeSend.class, attempt -> {
                String text = attempt.draft().content().fallback();
                asked.add(text);
                return text.contains("casino") ? Verdict.reject("not here") : Verdict.allow();
            }));
    private final Peer alice = chat.channel("r", "alice")[0];

    @AfterEach
    void close() {
        chat.close();
    }

    private List<String> heard() {
        return Peer.texts(alice.takeEvents());
    }

    @Test
    void whatWasCommittedIsFoundAtTheNextInterval() {
        board.commit("r", "shop", "order-1", Draft.text("Order placed"));
        chat.env.runAll();
        assertThat(heard()).isEmpty();

        chat.pass(INTERVAL);

        assertThat(heard()).containsExactly("Order placed");
        assertThat(board.waiting()).isEmpty();
        chat.pass(Duration.ofSeconds(10));
        assertThat(heard()).isEmpty();
    }

    @Test
    void itIsFoundAtOnceWhereTheHostTellsOfIt() {
        board.commit("r", "shop", "order-1", Draft.text("Order placed"));

        board.intake().arrived();
        chat.env.runAll();

        assertThat(heard()).containsExactly("Order placed");
    }

    @Test
    void oneTransactionsMessagesKeepTheirOrderHoweverMany() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            texts.add("m" + i);
            board.commit("r", "shop", "c" + i, Draft.text("m" + i));
        }

        chat.pass(INTERVAL);

        assertThat(heard()).containsExactlyElementsOf(texts);
        assertThat(board.waiting()).isEmpty();
    }

    @Test
    void aMessageThatWasStoredBeforeIsDiscarded() {
        long id = board.commit("r", "shop", "order-1", Draft.text("Order placed"));
        chat.pass(INTERVAL);
        board.commit("r", "shop", "order-1", Draft.text("Order placed"));

        chat.pass(INTERVAL);

        assertThat(heard()).containsExactly("Order placed");
        assertThat(board.waiting()).isEmpty();
        assertThat(board.refused()).doesNotContainKey(id);
    }

    @Test
    void whatAnotherNodeHasTakenIsNotStoredAgain() {
        long id = board.commit("r", "shop", "order-1", Draft.text("Order placed"));
        board.trouble(entry -> {
            board.loseBehindTheBack(id);
            return null;
        });

        chat.pass(INTERVAL);

        assertThat(heard()).isEmpty();
        assertThat(board.refused()).isEmpty();
    }

    @Test
    void whatTheStorageDoesNotTakeNowIsTakenLater() {
        board.commit("r", "shop", "order-1", Draft.text("Order placed"));
        board.trouble(entry -> new Outcome.Refused("full"));
        chat.pass(Duration.ofSeconds(2));
        assertThat(heard()).isEmpty();
        assertThat(board.waiting()).hasSize(1);

        board.trouble(entry -> null);
        chat.pass(INTERVAL);

        assertThat(heard()).containsExactly("Order placed");
    }

    @Test
    void aFullDiskIsNotAskedMoreOftenForManyThatWait() {
        for (int i = 0; i < 1_000; i++) board.commit("r", "shop", "c" + i, Draft.text("m" + i));
        board.trouble(entry -> new Outcome.Refused("full"));
        int before = board.reads();

        chat.pass(INTERVAL.multipliedBy(4));

        assertThat(board.reads() - before).isLessThanOrEqualTo(12);
        assertThat(board.waiting()).hasSize(1_000);
    }

    @Test
    void readsThatFailAreTriedAgain() {
        board.commit("r", "shop", "order-1", Draft.text("Order placed"));
        board.failing(true);
        chat.pass(Duration.ofSeconds(1));

        board.failing(false);
        chat.pass(INTERVAL);

        assertThat(heard()).containsExactly("Order placed");
    }

    @Test
    void whatIsRefusedIsSetAsideAndHoldsUpNothing() {
        long nowhere = board.commit("no-such-room", "shop", "c1", Draft.text("hello"));
        long rejected = board.commit("r", "shop", "c2", Draft.text("casino"));
        board.commit("r", "shop", "c3", Draft.text("fine"));

        chat.pass(INTERVAL);

        assertThat(heard()).containsExactly("fine");
        assertThat(board.refused()).containsEntry(nowhere, "NOT_FOUND").containsEntry(rejected, "REJECTED");
    }

    @Test
    void hooksAreAskedOnlyWhereTheHostWantsIt() {
        board.commit("r", "shop", "c1", Draft.text("casino"), false);

        chat.pass(INTERVAL);

        assertThat(heard()).containsExactly("casino");
        assertThat(asked).isEmpty();
    }

    @Test
    void aDraftIsLookedAtBeforeItIsWritten() {
        assertThatThrownBy(() -> board.intake().check(Draft.text("x".repeat(10_000))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("limit 8192");
        board.intake().check(Draft.text("fine"));
    }
}
