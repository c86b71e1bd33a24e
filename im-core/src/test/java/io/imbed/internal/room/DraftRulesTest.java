package io.imbed.internal.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.protocol.RefusedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftRulesTest {
    private static final Limits LIMITS = Limits.defaults();

    private final DraftRules rules = new DraftRules(LIMITS);

    /** The text limit is 8 192 bytes: characters of one, two, three and, as a pair, four of them. */
    @ParameterizedTest
    @CsvSource({"a, 8192", "é, 4096", "€, 2730", "🙂, 2048"})
    void textIsCountedInBytes(String character, int most) {
        Draft fits = Draft.text(character.repeat(most));
        assertThat(rules.check(fits)).isSameAs(fits);

        int bytes = (most + 1) * character.getBytes(StandardCharsets.UTF_8).length;
        assertThatThrownBy(() -> rules.check(Draft.text(character.repeat(most + 1))))
                .isInstanceOf(RefusedException.class)
                .hasMessage("text is " + bytes + " bytes, limit 8192");
    }
}
