package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void longestBarHasTheLargestValueAndTheOthersTheirShare() {
        String svg =
                Chart.svg("a < b & c", "%,.0f", List.of(new Chart.Bar("ours", 1_000), new Chart.Bar("theirs", 250)));

        assertThat(svg).contains("a &lt; b &amp; c").contains(">1,000<").contains(">250<");
        assertThat(svg).contains("width=\"430.0\"").contains("width=\"107.5\"");
        assertThat(svg).startsWith("<svg ").endsWith("</svg>\n");
    }
}
