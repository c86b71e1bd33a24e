package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The vectors that every implementation of {@code im.v1} shares; the file itself says how to read them. */
class ProtocolVectorsTest {
    private final FrameCodec server = new FrameCodec(JsonLimits.DEFAULT);
    private final FrameCodec client = new FrameCodec(FrameCodec.CLIENT_LIMITS);

    @TestFactory
    Stream<DynamicTest> requestIsReadAndWrittenAsItMeans() throws IOException {
        return each("requests", vector -> {
            Request request = server.decodeRequest(line(vector));

            assertThat(client.encode(request)).isEqualTo(meaning(vector));
        });
    }

    @TestFactory
    Stream<DynamicTest> replyIsReadByItsOp() throws IOException {
        return each("replies", vector -> readAndWrite(vector, op(vector)));
    }

    @TestFactory
    Stream<DynamicTest> pushedFrameIsReadAndWrittenAsItMeans() throws IOException {
        return each("frames", vector -> readAndWrite(vector, null));
    }

    @TestFactory
    Stream<DynamicTest> badRequestIsRefusedWithItsIdAndASentence() throws IOException {
        return each("badRequests", vector -> {
            MalformedFrameException refusal =
                    catchThrowableOfType(MalformedFrameException.class, () -> server.decodeRequest(line(vector)));

            assertRefusal(refusal, vector);
            assertThat(refusal.code()).hasToString(vector.get("code").getAsString());
        });
    }

    @TestFactory
    Stream<DynamicTest> badServerFrameIsRefusedWithTheIdItAnswers() throws IOException {
        return each("badFrames", vector -> {
            MalformedFrameException refusal = catchThrowableOfType(
                    MalformedFrameException.class, () -> client.decodeServerFrame(line(vector), re -> op(vector)));

            assertRefusal(refusal, vector);
        });
    }

    private void readAndWrite(JsonObject vector, @Nullable String op) {
        ServerFrame frame = client.decodeServerFrame(line(vector), re -> op);

        if (vector.has("ignored")) {
            assertThat(frame).isInstanceOf(ServerFrame.Unrecognized.class);
        } else {
            assertThat(server.encode(frame)).isEqualTo(meaning(vector));
        }
    }

    private static void assertRefusal(MalformedFrameException refusal, JsonObject vector) {
        assertThat(refusal).hasMessageContaining(vector.get("message").getAsString());
        assertThat(refusal.id()).isEqualTo(vector.get("id").getAsLong());
    }

    private static String line(JsonObject vector) {
        return vector.has("line")
                ? vector.get("line").getAsString()
                : vector.get("wire").toString();
    }

    private static String meaning(JsonObject vector) {
        if (vector.has("meansLine")) return vector.get("meansLine").getAsString();
        return vector.has("means") ? vector.get("means").toString() : line(vector);
    }

    private static @Nullable String op(JsonObject vector) {
        return vector.has("op") ? vector.get("op").getAsString() : null;
    }

    private static Stream<DynamicTest> each(String kind, Consumer<JsonObject> test) throws IOException {
        return StreamSupport.stream(vectors().getAsJsonArray(kind).spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(vector -> dynamicTest(vector.get("name").getAsString(), () -> test.accept(vector)));
    }

    private static JsonObject vectors() throws IOException {
        try (InputStream in = ProtocolVectorsTest.class.getResourceAsStream("/protocol-vectors.json")) {
            return JsonParser.parseReader(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
    }
}
