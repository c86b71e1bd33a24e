package io.imbed.transport.servlet;

import io.imbed.spi.Handshake;
import io.imbed.spi.TrustedProxies;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What a request shows, read once and free of the container's types. */
final class Facts {
    /** Anything else the container has as an address would make Java ask a name server. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z]+)?");

    private Facts() {}

    static Handshake handshake(HttpServletRequest request, ServletOptions options) {
        Map<String, Object> attributes = new HashMap<>(options.attributes().apply(request));
        Principal principal = request.getUserPrincipal();
        if (principal != null) attributes.put(Handshake.PRINCIPAL, principal);
        TrustedProxies.Client client = client(request, options.proxies());
        return new Handshake(
                request.getRequestURI(),
                headers(request),
                query(request),
                cookies(request),
                client.address(),
                client.secure(),
                attributes);
    }

    static TrustedProxies.Client client(HttpServletRequest request, TrustedProxies proxies) {
        String peer = request.getRemoteAddr();
        if (peer != null && ADDRESS.matcher(peer).matches()) {
            try {
                return proxies.client(
                        InetAddress.getByName(peer),
                        request.isSecure(),
                        values(request, "X-Forwarded-For"),
                        values(request, "X-Forwarded-Proto"));
            } catch (UnknownHostException noAddress) {
                // told as the container has it
            }
        }
        return new TrustedProxies.Client(peer == null ? "" : peer, request.isSecure());
    }

    static List<String> values(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }

    /** Bytes of all headers, as they would be on the wire. */
    static int headerBytes(HttpServletRequest request) {
        int bytes = 0;
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : values(request, name)) bytes += name.length() + value.length() + ": \r\n".length();
        }
        return bytes;
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), values(request, name));
        }
        return headers;
    }

    private static Map<String, String> cookies(HttpServletRequest request) {
        Map<String, String> cookies = new LinkedHashMap<>();
        Cookie[] sent = request.getCookies();
        if (sent != null) {
            for (Cookie cookie : sent) cookies.putIfAbsent(cookie.getName(), cookie.getValue());
        }
        return cookies;
    }

    /** Of the URL alone: asking the container for parameters might make it read the body. */
    static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = request.getQueryString();
        if (query == null) return parameters;
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            try {
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                parameters.putIfAbsent(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            } catch (IllegalArgumentException malformed) {
                // Not a parameter of anybody's.
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
