package io.imbed.transport.servlet;

import io.imbed.spi.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * Which pages may ask, and what a browser is told of it (CORS). A page of another origin is let in only if it is listed, so
 * the answer names that origin and never says {@code *}, and the user's cookies may come along, as they do on WebSocket.
 *
 * <p>Threads: immutable.
 */
final class Origins {
    private static final String OPAQUE = "null";

    private final ServletOptions options;

    Origins(ServletOptions options) {
        this.options = options;
    }

    /** Whether the request may be answered; sets the headers that let a page of another origin read the answer. */
    boolean admits(HttpServletRequest request, HttpServletResponse response) {
        response.addHeader("Vary", "Origin");
        List<String> origins = Facts.values(request, "Origin");
        if (origins.isEmpty()) return true;
        if (options.ownPages() && origins.size() == 1 && isOwn(origins.get(0), request)) return true;
        if (!options.origins().permits(origins)) return false;
        String origin = origins.get(0);
        response.setHeader("Access-Control-Allow-Origin", origin);
        // Anybody can make a page without an origin of its own; it may be let in, but not as the user.
        if (!origin.equals(OPAQUE)) response.setHeader("Access-Control-Allow-Credentials", "true");
        response.setHeader("Access-Control-Expose-Headers", Names.CONNECTION + ", " + Names.BATCH);
        return true;
    }

    /** Answers what a browser asks before it lets a page of another origin ask. */
    static void preflight(HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", "GET, POST");
        response.setHeader(
                "Access-Control-Allow-Headers",
                String.join(
                        ", ",
                        "Authorization",
                        "Content-Type",
                        Names.CONNECTION,
                        Names.SEQ,
                        Names.ACK,
                        Names.LAST_EVENT_ID));
        response.setHeader("Access-Control-Max-Age", "600");
    }

    /**
     * Whether a page comes from where it asks: by what it wrote as the host, or by what the container holds its own address
     * to be. On an encrypted wire the page must have come encrypted, too.
     */
    private boolean isOwn(String origin, HttpServletRequest request) {
        URI page;
        try {
            page = new URI(origin);
        } catch (URISyntaxException noOrigin) {
            return false;
        }
        if (page.getHost() == null
                || page.getRawPath() == null
                || !page.getRawPath().isEmpty()) return false;
        boolean https = "https".equals(page.getScheme());
        if (!https && !"http".equals(page.getScheme())) return false;
        TrustedProxies.Client client = Facts.client(request, options.proxies());
        if (client.secure() && !https) return false;
        String asked = request.getHeader("Host");
        if (page.getRawAuthority().equalsIgnoreCase(asked)) return true;
        int port = page.getPort() >= 0 ? page.getPort() : https ? 443 : 80;
        return https == request.isSecure()
                && page.getHost().equalsIgnoreCase(request.getServerName())
                && port == request.getServerPort();
    }
}
