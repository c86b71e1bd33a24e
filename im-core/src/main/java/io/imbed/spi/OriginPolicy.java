package io.imbed.spi;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which web pages may open a connection. Browsers attach a user's cookies to whatever page asks, and name that page in
 * the {@code Origin} header; so a page that is not listed is refused before anything else is asked (RFC 6455, section
 * 10.2). A client that sends no {@code Origin} is no browser, carries nobody's cookies by accident, and is let in.
 *
 * <p>Threads: immutable.
 */
public final class OriginPolicy {
    /** How browsers name a page without an origin of its own: a sandboxed frame, a file, a redirect. Anyone can make one. */
    private static final String OPAQUE = "null";

    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> origins;
    private final boolean loopback;

    private OriginPolicy(Set<String> origins, boolean loopback) {
        this.origins = Set.copyOf(origins);
        this.loopback = loopback;
    }

    /** No page at all: clients that are not browsers. */
    public static OriginPolicy noPages() {
        return new OriginPolicy(Set.of(), false);
    }

    /**
     * Pages of these origins.
     *
     * @param origins as a browser writes them: {@code scheme://host[:port]}, in lower case, without a path and without the
     *     scheme's own port. {@code null} stands for pages without an origin of their own
     * @throws IllegalArgumentException for one that no browser would send, since it could never match
     */
    public static OriginPolicy pagesFrom(String... origins) {
        for (String origin : origins) {
            if (!origin.equals(OPAQUE)) requireBrowserForm(origin);
        }
        return new OriginPolicy(new HashSet<>(List.of(origins)), false);
    }

    /** As this, and also pages that this very machine serves, on any port. For development. */
    public OriginPolicy andLoopback() {
        return new OriginPolicy(origins, true);
    }

    /** @param values every {@code Origin} header of the request, as sent */
    public boolean permits(List<String> values) {
        if (values.isEmpty()) return true;
        // Two of them are a sign that someone between tries to smuggle one past us.
        if (values.size() > 1) return false;
        String origin = values.get(0);
        return origins.contains(origin) || (loopback && isLoopback(origin));
    }

    private static boolean isLoopback(String origin) {
        try {
            URI uri = browserForm(origin);
            return uri.getScheme().startsWith("http") && LOOPBACK_HOSTS.contains(uri.getHost());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static void requireBrowserForm(String origin) {
        URI uri = browserForm(origin);
        int port = uri.getPort();
        boolean ownPort = (port == 80 && uri.getScheme().equals("http"))
                || (port == 443 && uri.getScheme().equals("https"));
        if (ownPort)
            throw new IllegalArgumentException("origin " + origin + ": browsers leave out the scheme's own port");
    }

    private static URI browserForm(String origin) {
        try {
            URI uri = new URI(origin);
            String rebuilt = uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
            if (uri.getHost() != null && rebuilt.equals(origin) && origin.equals(origin.toLowerCase(Locale.ROOT)))
                return uri;
        } catch (URISyntaxException notAUri) {
            // told below
        }
        throw new IllegalArgumentException("origin " + origin + " is not scheme://host[:port] in lower case");
    }
}
