package io.imbed.testkit.authorisation;

import java.util.List;

/** Lines that hold a secret and cannot be read, or not as what they claim to be. */
final class Damage {
    private static final String HELLO = "{\"op\":\"hello\",\"id\":7,\"v\":1,";
    private static final String TOKEN = "\"token\":\"" + Secrets.token("member") + "\"";

    static final List<String> LINES = List.of(
            Secrets.TOKEN,
            "\"" + Secrets.TOKEN + "\"",
            "[\"" + Secrets.TOKEN + "\"]",
            "{\"op\":\"hello\",\"token\":\"" + Secrets.TOKEN,
            "{\"op\":\"hello\",\"token\":\"" + Secrets.TOKEN + "\\u00\"}",
            "{\"op\":\"hello\"," + TOKEN + "," + TOKEN + "}",
            "{\"op\":\"hello\"," + TOKEN + "} " + Secrets.TOKEN,
            "{\"op\":\"auth\",\"id\":7," + TOKEN + "}",
            "{\"op\":\"auth\",\"id\":7,\"token\":[\"" + Secrets.TOKEN + "\"]}",
            HELLO + "\"token\":{\"is\":\"" + Secrets.TOKEN + "\"}}",
            HELLO + "\"token\":\"" + Secrets.TOKEN + "x".repeat(8_192) + "\"}",
            HELLO + TOKEN + ",\"device\":7}",
            HELLO + TOKEN + ",\"rooms\":{\"r\":\"" + Secrets.TOKEN + "\"}}",
            "{\"op\":\"hello\",\"id\":7,\"v\":\"" + Secrets.TOKEN + "\"}",
            "{\"op\":\"hello\",\"id\":7,\"v\":2," + TOKEN + "}",
            "{\"op\":\"send\",\"id\":7,\"room\":\"r\",\"cid\":\"c\",\"content\":\"" + Secrets.BODY + "\"}",
            "{\"op\":\"send\",\"id\":7,\"room\":\"r\",\"cid\":\"c\",\"content\":{\"type\":\"text\",\"txt\":\""
                    + Secrets.BODY + "\"}}");

    private Damage() {}
}
