package io.imbed.testkit.history;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step as one line of JSON; fields that say nothing are left out. */
final class StepJson {
    private StepJson() {}

    static String line(Step step) {
        StringWriter text = new StringWriter(160);
        try (JsonWriter json = new JsonWriter(text)) {
            json.setSerializeNulls(false);
            json.beginObject();
            json.name("t").value(step.t());
            json.name("client").value(step.client());
            number(json, "session", step.session());
            json.name("node").value(step.node());
            json.name("f").value(step.f().word());
            json.name("type").value(step.type().word());
            number(json, "id", step.id());
            json.name("room").value(step.room());
            json.name("epoch").value(step.epoch());
            json.name("sender").value(step.sender());
            json.name("cid").value(step.cid());
            json.name("digest").value(step.digest());
            number(json, "seq", step.seq());
            number(json, "rev", step.rev());
            number(json, "from", step.from());
            if (step.dup()) json.name("dup").value(true);
            json.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void number(JsonWriter json, String name, long value) throws IOException {
        if (value != 0) json.name(name).value(value);
    }

    /** @throws IOException if this is not a step */
    static Step parse(String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonReader json = new JsonReader(new StringReader(line))) {
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                fields.put(name, name.equals("dup") ? String.valueOf(json.nextBoolean()) : json.nextString());
            }
            json.endObject();
            return new Step(
                    number(fields, "t"),
                    required(fields, "client"),
                    number(fields, "session"),
                    fields.get("node"),
                    Step.Op.valueOf(required(fields, "f").toUpperCase(Locale.ROOT)),
                    Step.Type.valueOf(required(fields, "type").toUpperCase(Locale.ROOT)),
                    number(fields, "id"),
                    required(fields, "room"),
                    fields.get("epoch"),
                    fields.get("sender"),
                    fields.get("cid"),
                    fields.get("digest"),
                    number(fields, "seq"),
                    number(fields, "rev"),
                    number(fields, "from"),
                    Boolean.parseBoolean(fields.get("dup")));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException("not a step: " + line, e);
        }
    }

    private static long number(Map<String, String> fields, String name) {
        String value = fields.get(name);
        return value == null ? 0 : Long.parseLong(value);
    }

    private static String required(Map<String, String> fields, String name) {
        @Nullable String value = fields.get(name);
        if (value == null) throw new IllegalArgumentException(name + " is missing");
        return value;
    }
}
