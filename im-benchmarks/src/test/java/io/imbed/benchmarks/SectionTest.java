package io.imbed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SectionTest {
    @Test
    void paragraphsAreApartAndThoseThatAreEmptyLeftOut() {
        assertThat(Section.of("few", "40 talk", "when", "", "| a |\n", "- met"))
                .hasToString("## few: 40 talk\n\nwhen\n\n| a |\n\n- met\n");
        assertThat(Section.of("Without a peer", "", "when")).hasToString("## Without a peer\n\nwhen\n");
    }
}
