package io.imbed.testkit.authorisation;

import io.imbed.protocol.RoomKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What {@code policy.txt} says: a table for each kind of room, a row for what is asked, a column for who asks. */
final class PolicyTable {
    private PolicyTable() {}

    /** One answer expected. {@code act} is a row of {@link Acts}, {@code expected} one of the words that the table explains. */
    record Cell(RoomKind kind, String act, Standing who, String expected) {
        @Override
        public String toString() {
            return kind + ": " + act + ", by " + who.user();
        }
    }

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        List<String> head = List.of();
        for (String line : text().split("\n")) {
            if (line.isBlank() || line.startsWith("#")) continue;
            List<String> row =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            if (Arrays.stream(RoomKind.values()).anyMatch(kind -> kind.name().equals(row.get(0)))) {
                head = row;
                continue;
            }
            if (row.size() != head.size()) throw new AssertionError("not as wide as its table: " + line);
            for (int column = 1; column < row.size(); column++) {
                for (Standing who : Standing.of(head.get(column))) {
                    cells.add(new Cell(RoomKind.valueOf(head.get(0)), row.get(0), who, row.get(column)));
                }
            }
        }
        return cells;
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(PolicyTable.class.getResourceAsStream("policy.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
