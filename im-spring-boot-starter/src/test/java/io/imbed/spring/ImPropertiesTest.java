package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.Limits;
import io.imbed.hook.HookOptions;
import io.imbed.protocol.RoomKind;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ImPropertiesTest {
    private static ImProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("im", ImProperties.class);
    }

    @Test
    void nothingSetIsAsTheLibraryHasIt() {
        ImProperties usual = bind(Map.of());

        assertThat(usual.path()).isEqualTo("/im");
        assertThat(usual.limits().limits()).isEqualTo(Limits.defaults());
        assertThat(usual.hooks().options()).isEqualTo(HookOptions.DEFAULT);
    }

    /** Sets every limit there is to a number of its own and looks for it where it belongs. */
    @Test
    void everyLimitIsAProperty() throws Exception {
        Map<String, String> set = new HashMap<>();
        Map<String, Object> expected = new HashMap<>();
        int next = 1_000;
        for (RecordComponent group : Limits.class.getRecordComponents()) {
            for (RecordComponent limit : group.getType().getRecordComponents()) {
                String name = group.getName() + "." + limit.getName();
                next++;
                if (limit.getType() == Duration.class) expected.put(name, Duration.ofSeconds(next));
                else if (limit.getType() == int.class) expected.put(name, next);
                else if (limit.getType() == long.class) expected.put(name, (long) next);
                else if (limit.getType() == double.class) expected.put(name, (double) next);
                else continue;
                set.put("im.limits." + kebab(name), limit.getType() == Duration.class ? next + "s" : "" + next);
            }
        }
        set.put("im.limits.connections.when-full", "replace-oldest");
        set.put("im.limits.sizes.json-depth", "7");
        set.put("im.limits.sizes.json-tokens", "77");

        Limits limits = bind(set).limits().limits();

        for (RecordComponent group : Limits.class.getRecordComponents()) {
            Object values = group.getAccessor().invoke(limits);
            for (RecordComponent limit : group.getType().getRecordComponents()) {
                Object wanted = expected.get(group.getName() + "." + limit.getName());
                if (wanted != null)
                    assertThat(limit.getAccessor().invoke(values))
                            .as(limit.getName())
                            .isEqualTo(wanted);
            }
        }
        assertThat(expected).hasSizeGreaterThan(30);
        assertThat(limits.connections().whenFull()).isEqualTo(Limits.WhenFull.REPLACE_OLDEST);
        assertThat(limits.sizes().json().maxDepth()).isEqualTo(7);
        assertThat(limits.sizes().json().maxTokens()).isEqualTo(77);
    }

    @Test
    void hooksAndPresetsAreProperties() {
        ImProperties set = bind(Map.of(
                "im.hooks.timeout", "5s",
                "im.hooks.fail-open", "true",
                "im.hooks.concurrency", "3",
                "im.hooks.queue", "4",
                "im.presets.channel.slow-ms", "5000",
                "im.presets.group.receipts", "false"));

        assertThat(set.hooks().options()).isEqualTo(new HookOptions(Duration.ofSeconds(5), true, 3, 4));
        assertThat(set.presets().get(RoomKind.CHANNEL).slowMs()).isEqualTo(5_000);
        assertThat(set.presets().get(RoomKind.GROUP).receipts()).isFalse();
    }

    @Test
    void mistakesAreNotTaken() {
        for (String path : new String[] {"im", "/", "/im/", "/im/*", "/a b"}) {
            assertThatThrownBy(() -> bind(Map.of("im.path", path)))
                    .as(path)
                    .hasStackTraceContaining("im.path is " + path);
        }
        assertThatThrownBy(() -> bind(Map.of("im.servlet.low-water-bytes", "5")))
                .hasStackTraceContaining("are set together");
    }

    @Test
    void everyPropertyIsDescribedInTheMetadata() throws Exception {
        Map<String, JsonObject> described = new HashMap<>();
        URL ours = ImProperties.class.getProtectionDomain().getCodeSource().getLocation();
        String file = "META-INF/spring-configuration-metadata.json"; // which jars of Boot's have, too
        try (URLClassLoader jar = new URLClassLoader(new URL[] {ours}, null);
                Reader text = new InputStreamReader(
                        Objects.requireNonNull(jar.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            for (JsonElement each :
                    JsonParser.parseReader(text).getAsJsonObject().getAsJsonArray("properties")) {
                described.put(each.getAsJsonObject().get("name").getAsString(), each.getAsJsonObject());
            }
        }
        Set<String> there = new TreeSet<>();
        collect("im", ImProperties.class, there);

        assertThat(described.keySet()).containsExactlyInAnyOrderElementsOf(there);
        described.forEach((name, property) ->
                assertThat(property.has("description")).as(name).isTrue());
    }

    private static void collect(String prefix, Class<?> type, Set<String> names) {
        for (RecordComponent each : type.getRecordComponents()) {
            String name = prefix + "." + kebab(each.getName());
            boolean group =
                    each.getType().isRecord() && each.getType().getPackage().equals(ImProperties.class.getPackage());
            if (group) collect(name, each.getType(), names);
            else names.add(name);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
