package io.imbed.testkit.decoding;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** The texts of JSONTestSuite with their verdicts, and where im.v1 is stricter than RFC 8259. */
final class JsonTestSuite {
    /** Accepted by JSON, refused by PROTOCOL.md ("Transport and framing"); each with the words of the refusal. */
    static final Map<String, String> STRICTER = Map.of(
            "y_object_duplicated_key", "is given twice",
            "y_object_duplicated_key_and_value", "is given twice",
            "y_object_escaped_null_in_key", "a string holds a NUL character",
            "y_string_null_escape", "a string holds a NUL character",
            "y_number_double_close_to_zero", "a number has 81 characters, limit 32");

    /** Accepted by JSON, but a frame is a line, so that these are several broken ones inside a request. */
    static final List<String> SEVERAL_LINES = List.of(
            "y_array_with_1_and_newline",
            "y_number_double_close_to_zero",
            "y_object_with_newlines",
            "y_structure_trailing_newline");

    /** @param name begins with what is to be made of the text */
    record Case(String name, String text) {
        /** A request that has the text in a field which nobody reads. */
        String inRequest(long id) {
            return "{\"op\":\"ping\",\"id\":" + id + ",\"x\":" + text + "}";
        }

        /** A request that has it where what is open is kept as it came: in the content and in the application's own. */
        String inMessage(long id, String room) {
            return "{\"op\":\"send\",\"id\":" + id + ",\"room\":\"" + room + "\",\"cid\":\"c" + id
                    + "\",\"content\":{\"type\":\"text\",\"text\":\"Hi\",\"x\":" + text + "},\"meta\":{\"x\":" + text
                    + "}}";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private JsonTestSuite() {}

    static List<Case> mustReject() {
        return cases("n_");
    }

    static List<Case> mustAccept() {
        return cases("y_");
    }

    static List<Case> undecided() {
        return cases("i_");
    }

    private static List<Case> cases(String verdict) {
        return Corpus.lines("json-test-suite.jsonl").stream()
                .map(line -> read(line.getAsJsonObject()))
                .filter(each -> each.name.startsWith(verdict))
                .toList();
    }

    private static Case read(JsonObject line) {
        int times = line.has("times") ? line.get("times").getAsInt() : 1;
        String end = line.has("end") ? line.get("end").getAsString() : "";
        return new Case(
                line.get("name").getAsString(), line.get("text").getAsString().repeat(times) + end);
    }
}
