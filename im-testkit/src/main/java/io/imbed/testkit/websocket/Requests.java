package io.imbed.testkit.websocket;

/**
 * Lines of im.v1 that any server answers, also before it knows who asks: a request without a hello is refused under its
 * own id, so nobody needs credentials for these cases.
 */
final class Requests {
    private Requests() {}

    static String ping(long id) {
        return "{\"op\":\"ping\",\"id\":" + id + "}";
    }

    /** One of exactly so many bytes. */
    static String ping(long id, int bytes) {
        String start = "{\"op\":\"ping\",\"id\":" + id + ",\"x\":\"";
        return start + "x".repeat(bytes - start.length() - 2) + "\"}";
    }

    /**
     * A line whose first name is {@code text} and whose second is the same, escaped. It is no good frame, since a name
     * stands twice; but only whoever has read {@code text} as it was meant can notice.
     */
    static String twice(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
        return "{\"op\":\"ping\",\"" + text + "\":1,\"" + escaped + "\":2,\"id\":1}";
    }
}
