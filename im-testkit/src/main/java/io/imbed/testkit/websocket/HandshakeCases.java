package io.imbed.testkit.websocket;

import static io.imbed.testkit.websocket.Part.hears;
import static io.imbed.testkit.websocket.Part.refuses;
import static io.imbed.testkit.websocket.Part.say;
import static io.imbed.testkit.websocket.Part.trickle;
import static io.imbed.testkit.websocket.UpgradeRequest.SAMPLE_KEY;

import io.imbed.testkit.websocket.Profile.Leeway;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Section 4: how a WebSocket is asked for. */
final class HandshakeCases {
    private static final String SUBPROTOCOL = "im.v1";

    private final CaseTable table;
    private final Supplier<UpgradeRequest> request;
    private final String path;

    private HandshakeCases(CaseTable table, Target target) {
        this.table = table;
        this.request = () -> new UpgradeRequest(target);
        this.path = target.path();
    }

    static void addTo(CaseTable table, Target target, Profile profile) {
        HandshakeCases cases = new HandshakeCases(table, target);
        cases.spellings();
        cases.keys();
        cases.subprotocols();
        cases.pieces();
        cases.missing();
        cases.wrong();
        cases.brokenHttp(profile.maxHeadBytes());
    }

    private void spellings() {
        upgrades("4.2.1", "as the RFC's example says", request.get());
        upgrades("4.2.1", "Upgrade: WebSocket", request.get().instead("Upgrade", "Upgrade: WebSocket"));
        upgrades("4.2.1", "Upgrade: WEBSOCKET", request.get().instead("Upgrade", "Upgrade: WEBSOCKET"));
        upgrades("4.2.1", "Connection: upgrade", request.get().instead("Connection", "Connection: upgrade"));
        upgrades(
                "4.2.1",
                "Connection with several options",
                request.get().instead("Connection", "Connection: keep-alive, Upgrade"));
        upgrades("4.2.1", "names of headers in lower case", request.get().instead("Upgrade", "upgrade: websocket"));
        upgrades(
                "4.2.1",
                "names of headers in upper case",
                request.get().instead("Sec-WebSocket-Version", "SEC-WEBSOCKET-VERSION: 13"));
        upgrades("4.2.1", "no space behind the colon", request.get().instead("Upgrade", "Upgrade:websocket"));
        upgrades("4.2.1", "spaces around a value", request.get().instead("Upgrade", "Upgrade:   websocket  "));
        upgrades("4.2.1", "a tab before a value", request.get().instead("Upgrade", "Upgrade:\twebsocket"));
        upgrades("4.2.1", "a query", request.get().line("GET " + path + "?a=1&b=%20 HTTP/1.1"));
        upgrades(
                "4.2.1",
                "headers that nobody knows",
                request.get().header("X-One: 1").header("X_Two~: 2"));
        upgrades("4.2.1", "an empty header", request.get().header("X-Empty:"));
        upgrades(
                "9.1",
                "offered extensions are left out",
                request.get()
                        .header("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-unknown"));
    }

    private void keys() {
        Random random = new Random(1);
        for (int i = 0; i < 6; i++) {
            byte[] nonce = new byte[16];
            random.nextBytes(nonce);
            String key = Base64.getEncoder().encodeToString(nonce);
            table.bare(
                    "4.2.2",
                    "the accept of key " + key,
                    say(request.get().key(key).bytes()),
                    upgraded(key, null));
        }
        for (Map.Entry<String, String> bad : Map.of(
                        "of 15 bytes", "c2l4dGVlbiBieXRlcy4u",
                        "of 17 bytes", "c2l4dGVlbiBieXRlcy4uLi4=",
                        "that is not base64", "!!!!!!!!!!!!!!!!!!!!!!==",
                        "that is empty", "")
                .entrySet()) {
            refuse("4.2.1", "a key " + bad.getKey(), request.get().key(bad.getValue()));
        }
        refuse("4.1", "two keys", request.get().header("Sec-WebSocket-Key: " + SAMPLE_KEY));
    }

    private void subprotocols() {
        table.bare(
                "4.2.2",
                "no subprotocol is selected where none is offered",
                say(request.get().bytes()),
                upgraded(SAMPLE_KEY, null));
        for (String offered : List.of(SUBPROTOCOL, "chat, im.v1", "im.v1, chat", "chat,im.v1")) {
            table.bare(
                    "4.2.2",
                    "the subprotocol out of " + offered,
                    say(with(offered)),
                    upgraded(SAMPLE_KEY, SUBPROTOCOL));
        }
        table.bare(
                "11.3.4",
                "subprotocols in two headers",
                say(request.get()
                        .header("Sec-WebSocket-Protocol: chat")
                        .header("Sec-WebSocket-Protocol: im.v1")
                        .bytes()),
                upgraded(SAMPLE_KEY, SUBPROTOCOL));
        for (String offered : List.of("chat", "im.v10", "IM.V1", "im.v1x, chat")) {
            table.bareUnless(
                    Leeway.OTHER_SUBPROTOCOL,
                    "4.2.2",
                    "only other subprotocols: " + offered,
                    say(with(offered)),
                    refuses(400));
        }
    }

    private byte[] with(String offered) {
        return request.get().header("Sec-WebSocket-Protocol: " + offered).bytes();
    }

    private void pieces() {
        byte[] whole = request.get().bytes();
        table.bare("4.1", "a request byte by byte", trickle(whole), upgraded(SAMPLE_KEY, null));
        for (int cut : List.of(1, 20, whole.length - 3, whole.length - 2, whole.length - 1)) {
            table.bare("4.1", "a request cut at " + cut, Part.sayCut(whole, cut), upgraded(SAMPLE_KEY, null));
        }
        byte[] frame = ClientFrame.text(Requests.ping(1)).bytes();
        table.bare(
                "4.1",
                "a frame right behind the request",
                say(Bytes.join(whole, frame)),
                upgraded(SAMPLE_KEY, null),
                hears(1));
        table.bare(
                "4.1",
                "half a frame right behind the request",
                Part.sayCut(Bytes.join(whole, frame), whole.length + 5),
                upgraded(SAMPLE_KEY, null),
                hears(1));
    }

    private void missing() {
        for (String name : List.of("Upgrade", "Connection")) {
            table.bare("4.2.1", "no " + name, say(request.get().without(name).bytes()), refuses(400, 426));
        }
        refuse("4.2.1", "no Sec-WebSocket-Key", request.get().without("Sec-WebSocket-Key"));
        refuse("4.2.1", "no Host", request.get().without("Host"));
        refuse("4.2.1", "two Hosts", request.get().header("Host: example.org"));
        wrongVersion("no version", request.get().without("Sec-WebSocket-Version"));
    }

    private void wrong() {
        for (String version : List.of("0", "8", "12", "14", "013", "13a", "13, 8", "255")) {
            wrongVersion(
                    "version " + version,
                    request.get().instead("Sec-WebSocket-Version", "Sec-WebSocket-Version: " + version));
        }
        for (String upgrade : List.of("h2c", "websockets", "websocket/13")) {
            table.bare(
                    "4.2.1",
                    "Upgrade: " + upgrade,
                    say(request.get().instead("Upgrade", "Upgrade: " + upgrade).bytes()),
                    refuses(400, 426));
        }
        table.bare(
                "4.2.1",
                "Connection: keep-alive",
                say(request.get()
                        .instead("Connection", "Connection: keep-alive")
                        .bytes()),
                refuses(400, 426));
        for (String method : List.of("POST", "PUT", "HEAD", "OPTIONS", "get")) {
            table.bare(
                    "4.1",
                    "method " + method,
                    say(request.get().line(method + " " + path + " HTTP/1.1").bytes()),
                    refuses(400, 404, 405, 501));
        }
        table.bare(
                "4.2.2",
                "a path where there is nothing",
                say(request.get().line("GET " + path + "/nothing-here HTTP/1.1").bytes()),
                refuses(404));
    }

    private void brokenHttp(int maxHeadBytes) {
        for (String version : List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "http/1.1", "")) {
            table.bareUnless(
                    Leeway.OWN_HTTP,
                    "4.1",
                    "a request line that ends with '" + version + "'",
                    say(request.get()
                            .line(("GET " + path + " " + version).strip())
                            .bytes()),
                    refuses(400, 505));
        }
        for (String header : List.of(
                "Bad Name: x", ": x", "no colon", " folded: x", "X : y", "X: a\nb", "X: a\rb", "X: a\0b", "X\0: a")) {
            table.bareUnless(
                    Leeway.OWN_HTTP,
                    "4.1",
                    "a header like '"
                            + header.replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0") + "'",
                    say(request.get().header(header).bytes()),
                    refuses(400));
        }
        table.bareUnless(
                Leeway.OWN_HTTP,
                "4.1",
                "a folded header before all others",
                say(request.get().first(" X: y").bytes()),
                refuses(400));
        table.bare(
                "10.4",
                "a header that is too long",
                say(request.get().header("X: " + "x".repeat(maxHeadBytes)).bytes()),
                refuses(400, 413, 431));
    }

    private void upgrades(String clause, String name, UpgradeRequest asked) {
        table.bare(clause, name, say(asked.bytes()), upgraded(SAMPLE_KEY, null));
    }

    private void refuse(String clause, String name, UpgradeRequest asked) {
        table.bare(clause, name, say(asked.bytes()), refuses(400));
    }

    private void wrongVersion(String name, UpgradeRequest asked) {
        table.bare("4.4", name, say(asked.bytes()), new Part.Refuses(Set.of(400, 426), "sec-websocket-version: 13"));
    }

    private static Part upgraded(String key, @Nullable String subprotocol) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return new Part.Upgrades(Base64.getEncoder().encodeToString(digest), subprotocol);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
