package io.imbed.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.BanView;
import io.imbed.protocol.OwnSession;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.PresenceView.State;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(printed, true, StandardCharsets.UTF_8), ZoneOffset.UTC);

    @Test
    void presenceSaysWhenOneWasThereIfThatIsKnown() {
        assertThat(screen.of(new PresenceView("bob", State.AWAY, null))).isEqualTo("bob, away");
        assertThat(screen.of(new PresenceView("bob", State.OFFLINE, NOON)))
                .isEqualTo("bob, offline, last seen 2026-11-01 12:00");
    }

    @Test
    void sessionIsShownByWhatItSaidOfItself() {
        assertThat(screen.of(new OwnSession("s-1", "phone", "web", NOON, false)))
                .isEqualTo("s-1, phone, web, since 2026-11-01 12:00");
        assertThat(screen.of(new OwnSession("s-2", null, null, NOON, true)))
                .isEqualTo("s-2, since 2026-11-01 12:00, this one");
    }

    @Test
    void banSaysByWhomHowLongAndWhy() {
        assertThat(screen.of(new BanView("eve", "bob", NOON, null, null))).isEqualTo("eve, banned by bob");
        assertThat(screen.of(new BanView("eve", "bob", NOON, NOON, "spam")))
                .isEqualTo("eve, banned by bob until 2026-11-01 12:00: spam");
    }

    @Test
    void whatASessionSaysOfItselfDoesNotSteerTheTerminal() {
        screen.notice(screen.of(new OwnSession("s-1", "a\u001b[2J", null, NOON, false)));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("a<U+001B>[2J")
                .doesNotContain("\u001b");
    }
}
