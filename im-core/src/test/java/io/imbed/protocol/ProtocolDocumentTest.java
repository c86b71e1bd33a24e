package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.Limits;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** PROTOCOL.md says what the codec does: its examples are frames, and nothing of the code is missing in it. */
class ProtocolDocumentTest {
    private static final String DOCUMENT = read();
    private static final Pattern EXAMPLE =
            Pattern.compile("<!-- example: ([a-z]+)(?: to ([a-z.]+))? -->\n```json\n(.*?)\n```", Pattern.DOTALL);

    private final FrameCodec server = new FrameCodec(JsonLimits.DEFAULT);
    private final FrameCodec client = new FrameCodec(FrameCodec.CLIENT_LIMITS);

    /** @param op of the request that is answered; null but for replies */
    private record Example(String kind, @Nullable String op, String json) {}

    @TestFactory
    Stream<DynamicTest> exampleIsExactlyWhatTheCodecReadsAndWrites() {
        return examples().stream()
                .map(example -> dynamicTest(example.kind() + " " + example.json(), () -> {
                    switch (example.kind()) {
                        case "request" -> assertRequest(compact(example.json()));
                        case "reply", "pushed" -> assertServerFrame(compact(example.json()), example.op());
                        case "content" ->
                            assertThat(Content.parse(example.json()).json().text())
                                    .isEqualTo(compact(example.json()));
                        case "exchange" -> assertExchange(example.json());
                        default -> fail("unknown kind of example: " + example.kind());
                    }
                }));
    }

    @Test
    void defaultsAreThoseOfTheLimits() {
        Limits limits = Limits.defaults();
        Limits.Sizes sizes = limits.sizes();
        Limits.Queues queues = limits.queues();
        Limits.Rates rates = limits.rates();
        Limits.Connections connections = limits.connections();
        Limits.Pages pages = limits.pages();
        Limits.Times times = limits.times();
        assertThat(plain(DOCUMENT))
                .contains(
                        "to the server | " + kib(sizes.frameBytes()),
                        "in UTF-8 | " + kib(sizes.textBytes()),
                        "JSON | " + sizes.json().maxDepth() + " levels",
                        "page | " + pages.items() + " items (maxPage) and " + kib(pages.bytes()),
                        "catch-up | " + pages.catchUpEvents() + " events",
                        "requests | " + (int) rates.requestsPerSecond() + " a second, burst " + rates.requestBurst(),
                        "sends and edits | " + (int) rates.sendsPerSecond() + " a second, burst " + rates.sendBurst(),
                        "followed | " + pages.roomsFollowed() + " a session",
                        "connections | " + connections.perUser() + " a user, " + connections.perAddress()
                                + " an address, " + connections.total() + " a node",
                        "slow client | " + kib(queues.outboxBytes()),
                        "within " + times.lag().toSeconds() + " s",
                        "fast client | " + queues.inboundFrames() + " lines and " + kib(queues.inboundBytes()),
                        "handshake | " + kib(connections.handshakeBytes()) + "; "
                                + times.hello().toSeconds() + " s to hello",
                        "ping | every " + times.ping().toSeconds() + " s, answered within "
                                + times.pong().toSeconds() + " s",
                        "that waits | " + times.send().toSeconds() + " s",
                        "of up to " + pages.signalMembers() + " members",
                        "going offline | told after "
                                + limits.presence().grace().toSeconds() + " s",
                        "typing | ends after " + limits.presence().typing().toSeconds() + " s, told once in "
                                + limits.presence().typingPause().toSeconds() + " s",
                        "last seen | of " + limits.presence().lastSeen() + " users",
                        "closing " + times.drainNotice().toSeconds() + " s ahead, then 1012 to all, spread over "
                                + times.drainSpread().toSeconds() + " s");
    }

    /** Without code marks and the spaces that group digits. */
    private static String plain(String text) {
        return text.replace("`", "").replaceAll("(?<=\\d) (?=\\d{3}\\b)", "");
    }

    private static String kib(int bytes) {
        return bytes >= 1024 * 1024 ? bytes / 1024 / 1024 + " MiB" : bytes / 1024 + " KiB";
    }

    @Test
    void everyJsonBlockIsAnExample() {
        assertThat(examples())
                .hasSize(DOCUMENT.split("```json\n", -1).length - 1)
                .hasSizeGreaterThan(50);
    }

    @Test
    void everyOpHasASectionARequestAndAReply() {
        Set<String> ops = Samples.REQUESTS.stream().map(Request::op).collect(Collectors.toSet());
        String chapter = chapter("Operations");

        assertThat(sections(chapter)).isEqualTo(ops);
        assertThat(examples("request").map(json -> json.get("op").getAsString()).collect(Collectors.toSet()))
                .isEqualTo(ops);
        assertThat(examples().stream().map(Example::op).filter(op -> op != null).collect(Collectors.toSet()))
                .isEqualTo(ops);
    }

    @Test
    void everyEventTypeHasASectionAndAnExample() {
        Set<String> types = Samples.BODIES.stream()
                .filter(body -> !(body instanceof EventBody.Unknown))
                .map(EventBody::type)
                .collect(Collectors.toSet());

        assertThat(sections(chapter("Events"))).isEqualTo(types);
        assertThat(pushedTypes("event")).isEqualTo(types);
    }

    @Test
    void everySignalAndControlHasAnExample() {
        Set<String> signals = new HashSet<>(Set.of("typing", "presence", "members", "mine"));
        for (ServerFrame.MarkSignal.Kind kind : ServerFrame.MarkSignal.Kind.values()) signals.add(Wire.lower(kind));

        assertThat(pushedTypes("signal")).isEqualTo(signals);
        assertThat(sections(chapter("Controls"))).containsExactlyInAnyOrder("room", "gone", "reset", "ping", "closing");
        assertThat(examples("pushed")
                        .filter(json -> json.has("ev"))
                        .map(json -> json.get("ev").getAsString()))
                .contains("room", "gone", "reset", "ping", "closing");
    }

    @Test
    void errorCodesAreThoseOfTheCode() {
        Map<String, String> rows = rows(chapter("Error codes"), "`([A-Z_]+)`");

        Map<String, String> codes = new HashMap<>();
        for (ErrorCode code : ErrorCode.values()) codes.put(code.name(), code.retryable() ? "yes" : "no");
        assertThat(rows).isEqualTo(codes);
    }

    @Test
    void closeCodesAreThoseOfTheCode() throws IllegalAccessException {
        Map<String, String> rows = rows(chapter("Close codes"), "(\\d+)");

        Map<String, String> codes = new HashMap<>();
        for (Field field : CloseReason.class.getFields()) {
            if (field.getType() != CloseReason.class) continue;
            CloseReason reason = (CloseReason) field.get(null);
            codes.put(String.valueOf(reason.code()), reason.reconnectable() ? "yes" : "no");
        }
        assertThat(rows).isEqualTo(codes);
    }

    @Test
    void limitsOfTheFormAreThoseOfTheCode() {
        assertThat(chapter("Limits"))
                .contains("| id | " + Ids.MAX_ID + " characters")
                .contains("| cid | " + Ids.MAX_CID + " characters")
                .contains("| title | " + RequestReader.MAX_TITLE + " characters")
                .contains("| token | 8 192 characters")
                .contains("| device, client | " + RequestReader.MAX_LABEL + " characters")
                .contains("| page (`limit`) | 1 to " + Request.MAX_PAGE + ", default " + RequestReader.DEFAULT_PAGE)
                .contains("| rooms in `hello` | " + Request.Hello.MAX_ROOMS + " |")
                .contains("| members in `room.create` | " + RequestReader.MAX_INVITED + " |")
                .contains("| reason of a mute or ban | " + Request.MAX_REASON + " characters |")
                .contains("| users in `presence` | " + Request.Presence.MAX_USERS + " |")
                .contains("| mentions | " + Request.Send.MAX_MENTIONS + " |")
                .contains(JsonLimits.DEFAULT.maxDepth() + " levels, 2 000 names and values");
        assertThat(RequestReader.MAX_TOKEN).isEqualTo(8_192);
        assertThat(JsonLimits.DEFAULT.maxTokens()).isEqualTo(2_000);
    }

    @Test
    void linksLeadToHeadings() {
        Set<String> anchors = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE)
                .matcher(DOCUMENT)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase()
                        .replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());

        assertThat(Pattern.compile("\\]\\(#([^)]*)\\)")
                        .matcher(DOCUMENT)
                        .results()
                        .map(link -> link.group(1)))
                .isNotEmpty()
                .allMatch(anchors::contains);
    }

    private void assertRequest(String line) {
        assertThat(client.encode(server.decodeRequest(line))).isEqualTo(line);
    }

    private void assertServerFrame(String line, @Nullable String op) {
        ServerFrame frame = client.decodeServerFrame(line, re -> op);

        assertThat(frame).isNotInstanceOf(ServerFrame.Unrecognized.class);
        assertThat(server.encode(frame)).isEqualTo(line);
    }

    private void assertExchange(String lines) {
        Map<Long, String> asked = new HashMap<>();
        for (String line : FrameCodec.lines(lines)) {
            if (line.startsWith("{\"op\"")) {
                assertRequest(line);
                Request request = server.decodeRequest(line);
                assertThat(asked.put(request.id(), request.op())).isNull();
            } else {
                JsonObject frame = JsonParser.parseString(line).getAsJsonObject();
                assertServerFrame(
                        line, frame.has("re") ? asked.remove(frame.get("re").getAsLong()) : null);
            }
        }
        assertThat(asked).as("requests without an answer").isEmpty();
    }

    private static Set<String> pushedTypes(String ev) {
        return examples("pushed")
                .filter(json -> json.has("ev") && json.get("ev").getAsString().equals(ev))
                .map(json -> json.get("type").getAsString())
                .collect(Collectors.toSet());
    }

    private static Stream<JsonObject> examples(String kind) {
        return examples().stream()
                .filter(example -> example.kind().equals(kind))
                .map(example -> JsonParser.parseString(example.json()).getAsJsonObject());
    }

    private static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(DOCUMENT);
        while (matcher.find()) examples.add(new Example(matcher.group(1), matcher.group(2), matcher.group(3)));
        return examples;
    }

    /** Names in backquotes that begin the headings of a chapter's sections. */
    private static Set<String> sections(String chapter) {
        return Pattern.compile("^### `([a-z.]+)`", Pattern.MULTILINE)
                .matcher(chapter)
                .results()
                .map(heading -> heading.group(1))
                .collect(Collectors.toSet());
    }

    /** First and second column of a chapter's table. */
    private static Map<String, String> rows(String chapter, String key) {
        Map<String, String> rows = new HashMap<>();
        Matcher row = Pattern.compile("^\\| " + key + " \\| (yes|no) \\|", Pattern.MULTILINE)
                .matcher(chapter);
        while (row.find()) rows.put(row.group(1), row.group(2));
        return rows;
    }

    private static String chapter(String name) {
        int from = DOCUMENT.indexOf("\n## " + name + "\n");
        assertThat(from).as("chapter " + name).isPositive();
        int to = DOCUMENT.indexOf("\n## ", from + 1);
        return DOCUMENT.substring(from, to < 0 ? DOCUMENT.length() : to);
    }

    private static String compact(String json) {
        return JsonParser.parseString(json).toString();
    }

    private static String read() {
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
