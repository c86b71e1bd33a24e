package io.imbed.transport.ws;

import io.imbed.spi.Acceptor;
import io.imbed.spi.Acceptor.Refusal;
import io.imbed.spi.Handshake;
import io.imbed.spi.TrustedProxies;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a request to open a WebSocket (RFC 6455, section 4.2), cheap checks first: form, path, origin, subprotocol,
 * and only then whoever wants to look at who it is. Threads: immutable.
 */
final class Opening {
    static final String SUBPROTOCOL = "im.v1";
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final WsOptions options;
    private final Acceptor acceptor;

    Opening(WsOptions options, Acceptor acceptor) {
        this.options = options;
        this.acceptor = acceptor;
    }

    /**
     * What becomes of a request.
     *
     * @param handshake of one that may enter; null if refused
     * @param response the bytes to answer with
     */
    record Decision(@Nullable Handshake handshake, byte[] response) {}

    /** @param head null if the request was none */
    Decision decide(@Nullable RequestHead head, InetAddress peer, boolean encrypted) {
        if (head == null) return refuse(new Refusal(400, "not an HTTP/1.1 request"));
        Refusal refusal = checkForm(head);
        if (refusal != null) return refuse(refusal);
        Map<String, String> parameters = head.parameters();
        if (parameters == null) return refuse(new Refusal(400, "malformed query"));
        TrustedProxies.Client client = options.proxies()
                .client(peer, encrypted, head.values("x-forwarded-for"), head.values("x-forwarded-proto"));
        Handshake handshake = new Handshake(
                head.path(), head.headers(), parameters, head.cookies(), client.address(), client.secure(), Map.of());
        refusal = acceptor.refuse(handshake);
        return refusal == null ? new Decision(handshake, switching(head)) : refuse(refusal);
    }

    private @Nullable Refusal checkForm(RequestHead head) {
        // Which site is meant must not depend on who reads the request (RFC 9112, section 3.2).
        if (head.values("host").size() != 1) return new Refusal(400, "not exactly one Host");
        if (!head.path().equals(options.path())) return new Refusal(404, "no WebSocket here");
        if (!head.method().equals("GET")) return new Refusal(405, "only GET opens a WebSocket");
        if (!head.lists("upgrade", "websocket") || !head.lists("connection", "upgrade")) {
            return new Refusal(426, "this address speaks WebSocket");
        }
        if (!head.values("sec-websocket-version").equals(List.of("13"))) {
            return new Refusal(426, "WebSocket version 13 only");
        }
        if (!isKey(head.values("sec-websocket-key"))) return new Refusal(400, "no proper Sec-WebSocket-Key");
        if (!options.origins().permits(head.values("origin"))) return new Refusal(403, "origin not allowed");
        List<String> offered = head.elements("sec-websocket-protocol");
        if (!offered.isEmpty() && !offered.contains(SUBPROTOCOL)) {
            return new Refusal(400, "the only subprotocol here is " + SUBPROTOCOL);
        }
        return null;
    }

    private static boolean isKey(List<String> values) {
        try {
            return values.size() == 1 && Base64.getDecoder().decode(values.get(0)).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] switching(RequestHead head) {
        StringBuilder response = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n")
                .append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
                .append(acceptKey(head.values("sec-websocket-key").get(0)))
                .append("\r\n");
        if (!head.elements("sec-websocket-protocol").isEmpty()) {
            response.append("Sec-WebSocket-Protocol: ").append(SUBPROTOCOL).append("\r\n");
        }
        return response.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String acceptKey(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + KEY_SUFFIX).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    static Decision refuse(Refusal refusal) {
        byte[] text = (refusal.text() + "\n").getBytes(StandardCharsets.UTF_8);
        StringBuilder response = new StringBuilder("HTTP/1.1 ")
                .append(refusal.status())
                .append(' ')
                .append(phrase(refusal.status()))
                .append("\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ")
                .append(text.length)
                .append("\r\nConnection: close\r\n");
        if (refusal.status() == 426) response.append("Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
        if (refusal.status() == 405) response.append("Allow: GET\r\n");
        byte[] head = response.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[head.length + text.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(text, 0, bytes, head.length, text.length);
        return new Decision(null, bytes);
    }

    private static String phrase(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Refused";
        };
    }
}
