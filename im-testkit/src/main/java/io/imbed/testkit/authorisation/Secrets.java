package io.imbed.testkit.authorisation;

import java.util.List;
import java.util.Map;

/** Words that stand where secrets do, and can be mistaken for nothing else. */
final class Secrets {
    static final String TOKEN = "canary-token-5fe1c0a87d";
    static final String HEADER = "canary-authorization-93b7e2c46a";
    static final String COOKIE = "canary-cookie-1c8d5f7b20";
    /** What the host knows of a user and keeps to itself. */
    static final String ATTRIBUTE = "canary-attribute-e04a69d13b";
    /** What people say to each other: for members, and for nobody's log. */
    static final String BODY = "canary-body-7a2f9c6e58";

    /** What nobody is told in any way. */
    static final List<String> KEPT = List.of(TOKEN, HEADER, COOKIE, ATTRIBUTE);

    static final Map<String, String> HEADERS =
            Map.of("Authorization", "Bearer " + HEADER, "Cookie", "JSESSIONID=" + COOKIE);

    private Secrets() {}

    /** A token by which the server knows a user. */
    static String token(String user) {
        return TOKEN + ":" + user;
    }
}
