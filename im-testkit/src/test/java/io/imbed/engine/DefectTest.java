package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Draft;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Change;
import io.imbed.spi.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody should see: a storage that answers what it was not asked, and drafts larger than any frame. */
class DefectTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void answerThatFitsNoQuestionHarmsThatChangeAlone() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "one");
        Outcome nonsense = new Outcome.Duplicate(
                storage.real()
                        .log()
                        .message("r", 1)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow(),
                2);
        storage.outcomes(entry -> entry.changes().stream().anyMatch(Change.Admit.class::isInstance) ? nonsense : null);

        assertThatThrownBy(() -> chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER)))
                .cause()
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        no -> assertThat(no.unknown()).isTrue());
        chat.pass(Duration.ofSeconds(1));

        assertThat(alice.sendText("r", "c2", "two").get("seq").getAsLong()).isEqualTo(2);
    }

    @Test
    void contentAndMetaTogetherFitAFrame() {
        chat.channel("r");
        JsonText meta = new JsonText("{\"a\":\"" + "x".repeat(70_000) + "\"}");

        assertThatThrownBy(() ->
                        chat.done(chat.server.rooms().send("r", Draft.text("hi").withMeta(meta))))
                .cause()
                .isInstanceOfSatisfying(RefusedException.class, no -> {
                    assertThat(no.code()).isEqualTo(ErrorCode.TOO_LARGE);
                    assertThat(no).hasMessageContaining("content and meta").hasMessageContaining("limit 65536");
                });
    }
}
