package io.imbed.examples.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser finds the WebSocket. Most servers have one address for it; one that listens on every address of its
 * machine cannot know under which of them a browser has reached it, and gives back the name by which it asked.
 */
final class ChatAddress {
    /** Nothing that would end a source in a Content-Security-Policy, or begin another. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~%/-]*");
    /** A host in the header {@code Host}: a name, an IPv4 address, an IPv6 address in brackets. */
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

    private final @Nullable String fixed;
    private final String afterHost;

    private ChatAddress(@Nullable String fixed, String afterHost) {
        this.fixed = fixed;
        this.afterHost = afterHost;
    }

    /** The same for everybody. */
    static ChatAddress at(String address) {
        return new ChatAddress(address, "");
    }

    /** On the host that the page came from, on another port. */
    static ChatAddress besideThePage(int port, String path) {
        return new ChatAddress(null, ":" + port + path);
    }

    /**
     * An address given by hand, as browsers write it.
     *
     * @throws IllegalArgumentException with a sentence if no browser could use it, or if it says more than where
     */
    static String checked(String address) {
        // First of all, because the other sentences repeat the address.
        if (address.contains("@")) {
            throw new IllegalArgumentException("--ws-url must not hold a user or a password: every browser is told it");
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException malformed) {
            throw wrong(address, "is no address");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss")) throw wrong(address, "must begin with ws:// or wss://");
        if (uri.getHost() == null) throw wrong(address, "names no host");
        if (uri.getPort() == 0 || uri.getPort() > 65_535) throw wrong(address, "has no port of 1 to 65535");
        if (uri.getRawFragment() != null) throw wrong(address, "must not have a fragment");
        if (uri.getRawQuery() != null) throw wrong(address, "must not have a query");
        if (!PATH.matcher(uri.getRawPath()).matches())
            throw wrong(address, "has characters in its path that must be encoded");
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port + uri.getRawPath();
    }

    private static IllegalArgumentException wrong(String address, String sentence) {
        return new IllegalArgumentException("--ws-url " + address + " " + sentence);
    }

    /** @param hostHeader of the request for the page; null if it has none */
    String seenBy(@Nullable String hostHeader) {
        String known = fixed;
        if (known != null) return known;
        Matcher host = HOST.matcher(hostHeader == null ? "" : hostHeader);
        return "ws://" + (host.matches() ? host.group(1).toLowerCase(Locale.ROOT) : "localhost") + afterHost;
    }
}
