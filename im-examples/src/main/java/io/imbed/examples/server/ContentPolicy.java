package io.imbed.examples.server;

/**
 * What a page of ours may do, said by the header {@code Content-Security-Policy}: use what came with it, talk to its
 * server, and nothing else. What the web chat needs stands beside it in {@code demo-vue}, for whoever serves it.
 *
 * <ul>
 *   <li>Pictures come from here or stand in the page. This server's users have no avatars; one whose users do adds to
 *       {@code img-src} where they lie, and no more: every open source is a way to carry something out.
 *   <li>Text becomes markup only through the policy {@code vue}, which Vue makes for its own templates.
 * </ul>
 */
final class ContentPolicy {
    private static final String ALL_BUT_CONNECTIONS = String.join("; ", BundledChat.contentPolicy());

    private ContentPolicy() {}

    /** @param wsAddress the one WebSocket that a page may open */
    static String of(String wsAddress) {
        return ALL_BUT_CONNECTIONS + "; connect-src 'self' " + source(wsAddress);
    }

    /** A policy has no way to write an IPv6 address (CSP 3, host-source); then any WebSocket of that scheme may be. */
    private static String source(String wsAddress) {
        return wsAddress.contains("[") ? wsAddress.substring(0, wsAddress.indexOf(':') + 1) : wsAddress;
    }
}
