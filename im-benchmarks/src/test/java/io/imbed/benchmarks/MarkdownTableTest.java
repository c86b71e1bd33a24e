package io.imbed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    @Test
    void hasARowForEachAndADashWhereThereIsNothing() {
        MarkdownTable table = new MarkdownTable("server", "p50 ms", "p99 ms");
        table.row("Imbed", 1, "2.5").row("another");

        assertThat(table).hasToString("""
                | server | p50 ms | p99 ms |
                |---|---|---|
                | Imbed | 1 | 2.5 |
                | another | – | – |
                """);
    }
}
