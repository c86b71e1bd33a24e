package io.imbed.internal.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class WordlessTest {
    @Test
    void typesAndPlacesStayAndWordsGo() {
        var cause = new IllegalArgumentException("no key for token secret");
        var thrown = new CompletionException(new IllegalStateException("cookie secret", cause));

        String logged = logged(Wordless.of(thrown));

        assertThat(logged)
                .contains("java.lang.IllegalStateException", "java.lang.IllegalArgumentException")
                .contains("WordlessTest.typesAndPlacesStayAndWordsGo")
                .doesNotContain("secret");
    }

    @Test
    void chainThatIsARingEnds() {
        var one = new IllegalStateException("secret");
        var other = new IllegalStateException("secret", one);
        one.initCause(other);

        assertThat(logged(Wordless.of(one))).doesNotContain("secret");
    }

    private static String logged(Throwable thrown) {
        StringWriter out = new StringWriter();
        thrown.printStackTrace(new PrintWriter(out));
        return out.toString();
    }
}
