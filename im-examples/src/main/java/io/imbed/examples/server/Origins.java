package io.imbed.examples.server;

import io.imbed.spi.OriginPolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which pages may connect: those that were named, and the one this server serves itself. */
final class Origins {
    private static final int HTTP_PORT = 80;

    private Origins() {}

    /**
     * The origins, each in the form that browsers send.
     *
     * @throws IllegalArgumentException for another form, which could never match
     */
    static List<String> checked(List<String> origins) {
        List<String> stripped =
                origins.stream().map(String::strip).filter(o -> !o.isEmpty()).toList();
        OriginPolicy.pagesFrom(stripped.toArray(String[]::new));
        return stripped;
    }

    /** @param httpPort where our own page is by now */
    static OriginPolicy policy(ServerSettings settings, int httpPort) {
        Set<String> all = new LinkedHashSet<>(settings.origins());
        String port = httpPort == HTTP_PORT ? "" : ":" + httpPort;
        for (String host : ownHosts(settings)) all.add("http://" + host + port);
        return OriginPolicy.pagesFrom(all.toArray(String[]::new));
    }

    /** Names under which a browser may have reached our page. Of a wildcard, those of this machine to itself. */
    private static List<String> ownHosts(ServerSettings settings) {
        boolean local =
                settings.address().isLoopbackAddress() || settings.address().isAnyLocalAddress();
        List<String> hosts = new ArrayList<>();
        if (local) hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
        if (!settings.address().isAnyLocalAddress())
            hosts.add(settings.urlHost().toLowerCase(Locale.ROOT));
        return hosts;
    }
}
