package io.imbed.benchmarks;

/** A table as Markdown has it. */
public final class MarkdownTable {
    private static final String NOTHING = "–";

    private final StringBuilder text = new StringBuilder();
    private final int columns;

    public MarkdownTable(String... heads) {
        columns = heads.length;
        row((Object[]) heads);
        text.append("|---".repeat(columns)).append("|\n");
    }

    /** @param cells from the left; where they end, the table says that there is nothing */
    public MarkdownTable row(Object... cells) {
        for (int i = 0; i < columns; i++) {
            text.append("| ").append(i < cells.length ? cells[i] : NOTHING).append(' ');
        }
        text.append("|\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
