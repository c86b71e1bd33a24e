package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of presets in PROTOCOL.md is what the code presets. */
class SettingsTableTest {
    /** Differs from the preset in every part but joining, so that what is written of the preset is all of it. */
    private static RoomSettings otherThan(RoomSettings preset) {
        return new RoomSettings(
                RoomSettings.Joining.OPEN,
                Role.OWNER,
                Role.OWNER,
                !preset.receipts(),
                !preset.typing(),
                !preset.presence(),
                RoomSettings.History.JOINED,
                1,
                1,
                1,
                1,
                1);
    }

    @Test
    void everyPartOfEveryKindIsInTheTable() throws IOException {
        List<String[]> table = table();
        String[] head = table.get(0);

        for (int column = 2; column < head.length; column++) {
            RoomKind kind = RoomKind.valueOf(head[column]);
            Map<String, String> documented = new LinkedHashMap<>();
            for (String[] row : table.subList(1, table.size())) documented.put(row[0], row[column]);
            assertThat(documented).as(kind.name()).isEqualTo(preset(kind));
        }
        assertThat(head).hasSize(2 + RoomKind.values().length);
    }

    private static Map<String, String> preset(RoomKind kind) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("join", Wire.lower(RoomSettings.preset(kind).join())); // of two values one is like any
        for (Map.Entry<String, JsonElement> each : written(kind).entrySet()) {
            parts.put(each.getKey(), each.getValue().getAsString());
        }
        return parts;
    }

    private static JsonObject written(RoomKind kind) {
        JsonOut out = new JsonOut(256);
        out.beginObject();
        RoomSettings preset = RoomSettings.preset(kind);
        ValueWriter.settings(out, preset.from(otherThan(preset)));
        return JsonParser.parseString(out.endObject().toString())
                .getAsJsonObject()
                .getAsJsonObject("settings");
    }

    private static List<String[]> table() throws IOException {
        String document = Files.readString(Path.of("..", "PROTOCOL.md"));
        String section = document.substring(document.indexOf("### RoomSettings"));
        List<String[]> rows = new ArrayList<>();
        for (String line :
                section.lines().dropWhile(each -> !each.startsWith("|")).toList()) {
            if (!line.startsWith("|")) break;
            if (line.startsWith("|---")) continue;
            String[] cells = line.substring(1).split("\\|");
            for (int i = 0; i < cells.length; i++) cells[i] = cells[i].strip().replace("`", "");
            rows.add(cells);
        }
        return rows;
    }
}
