package io.imbed.protocol;

/**
 * Why a connection ends. The number says what a client does next: {@linkplain #reconnectable() reconnect} or stop.
 *
 * <p>Numbers are WebSocket close codes (RFC 6455, section 7.4) and wire format: never renumbered, never reused. Source:
 * PROTOCOL.md, "Close codes".
 *
 * @param code 1000 to 1015, or 4000 to 4999; 4000–4499 reconnect, 4500–4999 do not
 * @param text one short sentence for a person, at most 120 bytes of UTF-8 so that it fits a close frame
 */
public record CloseReason(int code, String text) {
    public static final CloseReason NORMAL = new CloseReason(1000, "bye");
    public static final CloseReason GOING_AWAY = new CloseReason(1001, "going away");
    public static final CloseReason NOT_TEXT = new CloseReason(1003, "im.v1 is text only");
    public static final CloseReason ABNORMAL = new CloseReason(1006, "connection lost");
    public static final CloseReason BAD_UTF8 = new CloseReason(1007, "not UTF-8");
    public static final CloseReason TOO_BIG = new CloseReason(1009, "message too big");
    public static final CloseReason INTERNAL = new CloseReason(1011, "internal error");
    public static final CloseReason RESTART = new CloseReason(1012, "server restarts");
    public static final CloseReason OVERLOADED = new CloseReason(1013, "server overloaded");
    public static final CloseReason SLOW_CONSUMER = new CloseReason(4001, "reads too slowly");
    public static final CloseReason PING_TIMEOUT = new CloseReason(4002, "no sign of life after a ping");
    public static final CloseReason HELLO_TIMEOUT = new CloseReason(4004, "no hello in time");
    public static final CloseReason TOKEN_EXPIRED = new CloseReason(4005, "token expired");
    public static final CloseReason FLOODING = new CloseReason(4006, "too many requests");
    public static final CloseReason MALFORMED = new CloseReason(4500, "too many malformed frames");
    public static final CloseReason UNAUTHENTICATED = new CloseReason(4501, "not authenticated");
    public static final CloseReason BANNED = new CloseReason(4502, "banned");
    public static final CloseReason SIGNED_OUT = new CloseReason(4503, "signed out or replaced");
    public static final CloseReason UNSUPPORTED_VERSION = new CloseReason(4504, "protocol version not supported");

    /** Whether a client may connect again by itself. Unknown standard codes say yes, so that an outage heals. */
    public boolean reconnectable() {
        return code < 4500 && code != 1003 && code != 1007 && code != 1009;
    }

    /** The same code with another text. */
    public CloseReason withText(String newText) {
        return new CloseReason(code, newText);
    }
}
