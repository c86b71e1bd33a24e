package io.imbed.spi;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a client showed when it connected.
 *
 * @param path without the query
 * @param headers names in lower case, values in their order
 * @param query decoded parameters; tokens do not belong here, URLs reach logs
 * @param cookies by name
 * @param remoteAddress of the client, without port; of the forwarded client where a trusted proxy says so
 * @param secure whether the wire is encrypted
 * @param attributes what the host's container knows of the client, such as its {@link #PRINCIPAL}
 */
public record Handshake(
        String path,
        Map<String, List<String>> headers,
        Map<String, String> query,
        Map<String, String> cookies,
        String remoteAddress,
        boolean secure,
        Map<String, Object> attributes) {

    /** The attribute under which a wire in a container puts the {@link Principal} that the container has authenticated. */
    public static final String PRINCIPAL = "principal";

    public Handshake {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
        cookies = Map.copyOf(cookies);
        attributes = Map.copyOf(attributes);
    }

    /** The first value of a header, whatever the case of {@code name}. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Whom the host's container has authenticated; empty on wires that authenticate nobody. */
    public Optional<Principal> principal() {
        return attributes.get(PRINCIPAL) instanceof Principal principal ? Optional.of(principal) : Optional.empty();
    }

    /** Without headers, cookies and query: they may hold secrets, and this reaches logs. */
    @Override
    public String toString() {
        return "Handshake[" + path + " from " + remoteAddress + "]";
    }
}
