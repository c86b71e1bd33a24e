package io.imbed.testkit.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.FrameCodec;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Transport;
import io.imbed.testkit.TransportContract.Wire;
import io.imbed.testkit.decoding.JsonTestSuite.Case;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a whole server makes, over the real wire of a {@link Transport}, of the texts that break parsers: JSONTestSuite's
 * verdicts hold, but where PROTOCOL.md is stricter, and a naughty string comes back as it went or is refused.
 *
 * <p>Extend it, give it a transport that has not been started and a client for it.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class DecodingContract {
    /** So many lines without a readable id end a connection. */
    private static final int STRIKES = 3;

    private static final String ROOM = "g";
    private static final String AN_ID = "[A-Za-z0-9._:~@-]{1,128}";
    private static final String A_CID = "[A-Za-z0-9._:~@-]{1,64}";
    /** What no title may hold, nor a label: PROTOCOL.md, "room.create". */
    private static final String NO_TITLE =
            "(?s).*[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069].*|[\\p{Cf}\\p{Z}\\s]*|.{201,}";

    private final List<String> naughty = Corpus.naughtyStrings();
    private Transport transport;
    private ImServer server;
    private Talk alice;
    private Talk bob;

    /** A fresh transport on the loopback address, on any free port. */
    protected abstract Transport transport() throws Exception;

    /** Connects a client. */
    protected abstract Wire connect(Transport started) throws Exception;

    @BeforeEach
    void start() throws Exception {
        transport = transport();
        server = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .limits(Limits.defaults().with(Limits.Rates.OPEN))
                .transport(transport)
                .build();
        server.start();
        server.rooms()
                .create(NewRoom.group(ROOM).owner("alice").members("bob"))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        alice = Talk.of(connect(transport), "alice");
        bob = Talk.of(connect(transport), "bob");
    }

    @AfterEach
    void stop() throws Exception {
        alice.close();
        bob.close();
        server.close();
    }

    @Test
    void lineThatIsNotJsonIsRefusedAndTheThirdEndsTheConnection() throws Exception {
        for (Case json : JsonTestSuite.mustReject()) {
            if (tooLong(json.text())) {
                assertTooBig(json.text());
                continue;
            }
            try (Talk talk = new Talk(connect(transport))) {
                int lines = FrameCodec.lines(json.text()).size();
                for (int said = 0; said < STRIKES; said += lines) talk.say(json.text());

                for (int i = 0; i < STRIKES; i++) assertRefused(json, talk.reply(0));
                assertThat(talk.awaitClose()).as(json.name()).isEqualTo(4500);
            }
        }
    }

    /** The answer bears the request's id, so it costs nothing but itself. */
    @Test
    void requestThatHoldsWhatIsNotJsonIsRefused() throws Exception {
        for (Case json : JsonTestSuite.mustReject()) {
            long id = alice.nextId();
            String unit = json.inRequest(id);
            if (tooLong(unit)) {
                assertTooBig(unit);
                continue;
            }
            if (FrameCodec.lines(unit).size() == 1) {
                alice.say(unit);
                assertRefused(json, alice.reply(id));
            } else {
                assertEachLineIsRefused(json);
            }
        }

        assertThat(alice.ask("ping", "\"x\":1").has("error")).isFalse();
    }

    @Test
    void requestThatHoldsJsonIsTakenAndAMessageKeepsIt() throws Exception {
        int kept = 0;
        for (Case json : JsonTestSuite.mustAccept()) {
            if (JsonTestSuite.SEVERAL_LINES.contains(json.name())) {
                assertEachLineIsRefused(json);
                continue;
            }
            long asked = alice.nextId();
            alice.say(json.inRequest(asked));
            JsonObject answer = alice.reply(asked);
            if (JsonTestSuite.STRICTER.containsKey(json.name())) {
                assertRefused(json, answer);
                continue;
            }
            assertThat(answer.has("error")).as(json.name()).isFalse();

            long sent = alice.nextId();
            alice.say(json.inMessage(sent, ROOM));
            assertThat(alice.reply(sent).has("seq")).as(json.name()).isTrue();
            JsonObject message = bob.message();
            JsonElement original = JsonParser.parseString(json.text());
            assertThat(message.getAsJsonObject("content").get("x"))
                    .as(json.name())
                    .isEqualTo(original);
            assertThat(message.getAsJsonObject("meta").get("x")).as(json.name()).isEqualTo(original);
            kept++;
        }
        assertThat(kept).isEqualTo(87);
    }

    @Test
    void requestThatHoldsWhatParsersDifferInIsAnswered() throws Exception {
        for (Case json : JsonTestSuite.undecided()) {
            long id = alice.nextId();
            alice.say(json.inRequest(id));
            assertThat(code(alice.reply(id))).as(json.name()).isIn("", "BAD_REQUEST", "TOO_LARGE");
        }
    }

    @Test
    void naughtyTextComesBackAsItWent() throws Exception {
        for (int i = 0; i < naughty.size(); i++) {
            String string = quoted(naughty.get(i));
            JsonObject reply = alice.ask(
                    "send",
                    "\"room\":\"" + ROOM + "\",\"cid\":\"c" + i + "\",\"content\":{\"type\":\"text\",\"text\":" + string
                            + "},\"meta\":{\"in\":{" + string + ":" + string + "}}");

            assertThat(reply.has("seq")).as(string).isTrue();
            JsonObject message = bob.message();
            assertThat(message.getAsJsonObject("content").get("text").getAsString())
                    .isEqualTo(naughty.get(i));
            JsonObject meta = message.getAsJsonObject("meta").getAsJsonObject("in");
            assertThat(meta.keySet()).containsExactly(naughty.get(i));
            assertThat(meta.get(naughty.get(i)).getAsString()).isEqualTo(naughty.get(i));
        }
    }

    @Test
    void naughtyTitleIsShownAsItWasGivenOrRefused() throws Exception {
        String room = "\"room\":\"" + ROOM + "\"";
        for (String string : naughty) {
            JsonObject reply = alice.ask("room.update", room + ",\"title\":" + quoted(string));

            assertThat(code(reply)).as(quoted(string)).isEqualTo(titleRefusal(string));
            if (reply.has("error")) continue;
            JsonObject view = alice.ask("room.get", room).getAsJsonObject("room");
            assertThat(view.get("title").getAsString()).isEqualTo(string);
        }
    }

    private static String titleRefusal(String title) {
        if (title.length() > 200) return "TOO_LARGE";
        return title.matches(NO_TITLE) ? "BAD_REQUEST" : "";
    }

    /** Names are not refused but cleaned, since they come from wherever the host has them. */
    @Test
    void naughtyNameIsShownCleanAndWhole() throws Exception {
        int asGiven = 0;
        for (String string : naughty) {
            try (Talk talk = new Talk(connect(transport))) {
                JsonObject reply = talk.ask("hello", "\"v\":1,\"token\":" + quoted("guest:carol " + string));

                String name = reply.getAsJsonObject("user").get("name").getAsString();
                assertThat(name).matches("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");
                assertThat(name.codePointCount(0, name.length())).isBetween(1, 64);
                if (name.equals(string)) asGiven++;
            }
        }
        assertThat(asGiven).isGreaterThan(300);
    }

    @Test
    void naughtyIdIsKeptAsItIsOrRefused() throws Exception {
        int ids = 0;
        for (String string : new LinkedHashSet<>(naughty)) {
            JsonObject sent = alice.ask(
                    "send",
                    "\"room\":\"" + ROOM + "\",\"cid\":" + quoted(string)
                            + ",\"content\":{\"type\":\"text\",\"text\":\"Hi\"}");
            JsonObject made = alice.ask("room.create", "\"kind\":\"CHANNEL\",\"room\":" + quoted(string));
            JsonObject asked = alice.ask("history", "\"room\":" + quoted(string));

            boolean cid = string.matches(A_CID);
            boolean id = string.matches(AN_ID);
            assertThat(code(sent)).as(quoted(string)).isEqualTo(cid ? "" : "BAD_REQUEST");
            assertThat(code(made)).as(quoted(string)).isEqualTo(id ? "" : "BAD_REQUEST");
            assertThat(code(asked)).as(quoted(string)).isEqualTo(id ? "" : "BAD_REQUEST");
            if (cid) assertThat(bob.message().get("cid").getAsString()).isEqualTo(string);
            if (id)
                assertThat(made.getAsJsonObject("room").get("id").getAsString()).isEqualTo(string);
            if (id) ids++;
        }
        assertThat(ids).isBetween(20, naughty.size() / 2);
    }

    @Test
    void naughtyOperationIsUnknown() throws Exception {
        for (String string : naughty) {
            assertThat(code(alice.ask(string, "\"x\":1"))).as(quoted(string)).isEqualTo("UNKNOWN_OP");
        }
    }

    /** On a connection of its own, as the lines behind the first have no id. */
    private void assertEachLineIsRefused(Case json) throws Exception {
        try (Talk talk = Talk.of(connect(transport), "carol")) {
            long id = talk.nextId();
            String unit = json.inRequest(id);
            talk.say(unit);
            assertRefused(json, talk.reply(id));
            for (int i = 1; i < FrameCodec.lines(unit).size(); i++) assertRefused(json, talk.reply(0));
        }
    }

    private void assertTooBig(String unit) throws Exception {
        try (Talk talk = new Talk(connect(transport))) {
            talk.say(unit);
            assertThat(talk.awaitClose()).isEqualTo(1009);
        }
    }

    private static boolean tooLong(String unit) {
        return unit.length() > Limits.defaults().sizes().frameBytes();
    }

    private static void assertRefused(Case json, JsonObject reply) {
        assertThat(code(reply)).as(json.name()).isEqualTo("BAD_REQUEST");
    }

    /** The error's code, or nothing. */
    private static String code(JsonObject reply) {
        return reply.has("error") ? reply.getAsJsonObject("error").get("code").getAsString() : "";
    }

    private static String quoted(String string) {
        return new JsonPrimitive(string).toString();
    }
}
