package io.imbed.testkit.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.RoomKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each cell of PROTOCOL.md's "Who may do what" is in policy.txt, where the first row of an op is that of the document;
 * {@link AuthorisationContract} plays them.
 */
class PolicyTableTest {
    private record Cell(String op, Standing who, String expected) {}

    @Test
    void protocolSaysTheSame() {
        for (RoomKind kind : RoomKind.values()) {
            List<Cell> documented = documented(kind);

            assertThat(documented).as(kind.name()).containsExactlyInAnyOrderElementsOf(first(kind));
        }
    }

    /** The cells of the first row of each op, in PROTOCOL.md's words. */
    private static List<Cell> first(RoomKind kind) {
        Map<String, String> rows = new HashMap<>();
        List<Cell> cells = new ArrayList<>();
        for (PolicyTable.Cell each : PolicyTable.cells()) {
            if (each.kind() != kind) continue;
            String op = Acts.named(each.act()).op();
            rows.putIfAbsent(op, each.act());
            if (each.act().equals(rows.get(op))) cells.add(new Cell(op, each.who(), word(each.expected())));
        }
        return cells;
    }

    private static String word(String expected) {
        return switch (expected) {
            case "yes", "same", "card" -> "yes";
            case "none" -> "NOT_FOUND";
            default -> expected;
        };
    }

    /** The table below the heading of the kind: a row an op, a column a standing. */
    private static List<Cell> documented(RoomKind kind) {
        String document = document();
        int from = document.indexOf("\n### In a `" + kind + "`");
        assertThat(from).as("section of " + kind).isPositive();
        int to = document.indexOf("\n##", from + 4);
        List<Cell> cells = new ArrayList<>();
        List<String> standings = List.of();
        for (String line : document.substring(from, to).split("\n")) {
            if (!line.startsWith("|") || line.startsWith("|--")) continue;
            List<String> columns = List.of(line.substring(1, line.length() - 1).split("\\|"));
            List<String> values = columns.stream().map(String::strip).toList();
            if (values.get(0).isEmpty()) {
                standings = values.subList(1, values.size());
                continue;
            }
            Matcher op = Pattern.compile("`([a-z.]+)`").matcher(values.get(0));
            while (op.find()) {
                for (int i = 0; i < standings.size(); i++) {
                    String expected = values.get(i + 1).replace("`", "");
                    // Nobody has left a direct room, or was kicked from it.
                    boolean direct = kind == RoomKind.DIRECT && standings.get(i).equals("outsider");
                    List<Standing> whom = direct ? List.of(Standing.STRANGER) : Standing.of(standings.get(i));
                    for (Standing each : whom) cells.add(new Cell(op.group(1), each, expected));
                }
            }
        }
        return cells;
    }

    private static String document() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path document = folder.resolve("PROTOCOL.md");
            if (!Files.exists(document)) continue;
            try {
                return Files.readString(document);
            } catch (IOException e) {
                throw new IllegalStateException(document.toString(), e);
            }
        }
        throw new IllegalStateException("no PROTOCOL.md here or above");
    }
}
