package io.imbed.testkit.websocket;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.testkit.websocket.Profile.Leeway;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Plays one case on a connection of its own. Threads: one. */
final class CasePlayer {
    /** Codes by which a connection fails. */
    private static final Set<Integer> FAILURES = Set.of(1002, 1003, 1007, 1008, 1009, 1011);

    private static final long LAST_ID = 999_999_999;

    private final ConformanceCase played;
    private final Profile profile;
    private final RawWebSocket socket;
    private final Deque<JsonObject> lines = new ArrayDeque<>();

    private CasePlayer(ConformanceCase played, Profile profile, RawWebSocket socket) {
        this.played = played;
        this.profile = profile;
        this.socket = socket;
    }

    /** @throws AssertionError if the server does not do what it must */
    static void play(ConformanceCase played, Target target, Profile profile) throws IOException {
        try (RawWebSocket socket = RawWebSocket.connect(target.socket(), null, profile.patience())) {
            if (played.opens()) {
                ResponseHead head = socket.upgrade(target);
                if (!RawWebSocket.isOpen(head)) throw new AssertionError("no WebSocket: " + head);
            }
            CasePlayer player = new CasePlayer(played, profile, socket);
            for (Part part : played.parts()) player.play(part);
            if (played.staysOpen()) player.endWell();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server says nothing more", e);
        }
    }

    private void play(Part part) throws IOException {
        if (part instanceof Part.Say say) say(say.pieces());
        else if (part instanceof Part.EndOutput) socket.endOutput();
        else if (part instanceof Part.Upgrades upgrades) upgrades(upgrades);
        else if (part instanceof Part.Refuses refuses) refuses(refuses);
        else if (part instanceof Part.Hears hears) hears(hears);
        else if (part instanceof Part.Objects) objects();
        else if (part instanceof Part.Fails fails) fails(fails);
        else if (part instanceof Part.Closes closes) closes(closes.code());
        else if (part instanceof Part.Ends) ends();
    }

    private void say(List<byte[]> pieces) throws IOException {
        try {
            for (byte[] piece : pieces) socket.write(piece);
        } catch (SocketException hungUp) {
            // It need not listen to the end once it knows that this is wrong; what it said of it is still there to
            // read.
            if (played.staysOpen()) throw hungUp;
        }
    }

    private void upgrades(Part.Upgrades expected) throws IOException {
        ResponseHead head = socket.readHead();
        require(head.status() == 101, "the answer is " + head + ", not 101");
        require(head.values("upgrade").stream().anyMatch("websocket"::equalsIgnoreCase), "no Upgrade in " + head);
        require(head.values("connection").stream().anyMatch("upgrade"::equalsIgnoreCase), "no Connection in " + head);
        require(head.values("sec-websocket-accept").equals(List.of(expected.accept())), "no good Accept in " + head);
        require(head.values("sec-websocket-extensions").isEmpty(), "an extension in " + head);
        List<String> selected = expected.subprotocol() == null ? List.of() : List.of(expected.subprotocol());
        require(head.values("sec-websocket-protocol").equals(selected), "not subprotocol " + selected + " in " + head);
    }

    private void refuses(Part.Refuses expected) throws IOException {
        ResponseHead head = socket.readHead();
        boolean refused = profile.allows(Leeway.OWN_HTTP)
                ? head.status() >= 400 && head.status() < 500
                : expected.statuses().contains(head.status());
        require(refused, "the answer is " + head + ", not " + expected.statuses());
        String header = expected.header();
        require(header == null || head.headers().contains(header), "no " + header + " in " + head);
        if (!profile.allows(Leeway.OWN_HTTP)) socket.skipToEnd();
    }

    private void hears(Part.Hears expected) throws IOException {
        Deque<Long> answers = new ArrayDeque<>(expected.answers());
        Deque<String> pings = new ArrayDeque<>(expected.pings());
        while (!answers.isEmpty() || !pings.isEmpty()) {
            if (!lines.isEmpty()) {
                JsonObject line = lines.remove();
                Long answer = answers.poll();
                require(answer != null && answer == id(line), "heard " + line + ", not the answer to " + answer);
                continue;
            }
            Heard heard = next();
            if (heard instanceof Heard.Pong pong) {
                String payload = new String(pong.payload(), StandardCharsets.ISO_8859_1);
                while (!pings.isEmpty() && !pings.element().equals(payload)) pings.remove();
                require(!pings.isEmpty(), "a pong that answers nothing");
                pings.remove();
            } else if (!(heard instanceof Heard.Message)) {
                throw new AssertionError("heard " + heard + ", waited for answers " + answers + " pongs " + pings);
            }
        }
    }

    private void objects() throws IOException {
        while (lines.isEmpty()) {
            Heard heard = next();
            require(heard instanceof Heard.Message, "heard " + heard + ", not BAD_REQUEST");
        }
        JsonObject line = lines.remove();
        JsonObject error = line.getAsJsonObject("error");
        require(error != null && error.get("code").getAsString().equals("BAD_REQUEST"), line + " is no BAD_REQUEST");
    }

    private void fails(Part.Fails expected) throws IOException {
        Heard heard = next();
        while (heard instanceof Heard.Pong) heard = next(); // to a ping before what is wrong
        if (heard instanceof Heard.Close close) {
            Set<Integer> codes = profile.allows(Leeway.OTHER_FAILURE_CODE) ? FAILURES : expected.codes();
            require(codes.contains(close.code()), "closed with " + close.code() + ", not " + expected.codes());
            say(List.of(ClientFrame.of(ClientFrame.CLOSE, new byte[0]).bytes()));
            heard = socket.next();
        } else {
            require(profile.allows(Leeway.NO_CLOSE_FRAME), "heard " + heard + ", not a close");
        }
        require(heard instanceof Heard.End, "heard " + heard + " behind the close");
    }

    private void closes(int code) throws IOException {
        Heard heard = next();
        require(heard instanceof Heard.Close, "heard " + heard + ", not a close");
        int told = ((Heard.Close) heard).code();
        require(told == code || profile.allows(Leeway.OTHER_CLOSE_CODE), "closed with " + told + ", not " + code);
        heard = socket.next();
        require(heard instanceof Heard.End, "heard " + heard + " behind the close");
    }

    private void ends() throws IOException {
        Heard heard = next();
        if (heard instanceof Heard.Close) heard = socket.next();
        require(heard instanceof Heard.End, "heard " + heard + ", not the end");
    }

    /** Shows that the connection is good, and that nothing came which should not have. */
    private void endWell() throws IOException {
        say(List.of(ClientFrame.text(Requests.ping(LAST_ID)).bytes()));
        hears(new Part.Hears(List.of(LAST_ID), List.of()));
        say(List.of(ClientFrame.close(1000, "").bytes()));
        closes(1000);
    }

    /** Answers pings, which a server may send whenever it likes, and takes messages apart. */
    private Heard next() throws IOException {
        while (true) {
            Heard heard = socket.next();
            if (heard instanceof Heard.Ping ping) {
                socket.write(ClientFrame.of(ClientFrame.PONG, ping.payload()).bytes());
                continue;
            }
            if (heard instanceof Heard.Message message) {
                for (String line : message.text().split("\n")) {
                    lines.add(JsonParser.parseString(line).getAsJsonObject());
                }
            }
            return heard;
        }
    }

    private static long id(JsonObject line) {
        return line.has("re") ? line.get("re").getAsLong() : -1;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) throw new AssertionError(otherwise);
    }
}
