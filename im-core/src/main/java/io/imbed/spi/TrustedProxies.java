package io.imbed.spi;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts may speak for others: a reverse proxy says in {@code X-Forwarded-For} whom it speaks for and in
 * {@code X-Forwarded-Proto} how that one came. From anybody else these headers are worth nothing, since every client can
 * write them.
 *
 * <p>Each proxy appends the address it was called from, so the list is read from its right end, past the proxies of
 * ours, up to the first address that is none of them. What stands to the left of it, the client itself may have written.
 *
 * <p>Threads: immutable. Never asks a name server.
 */
public final class TrustedProxies {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV4_PORT = Pattern.compile("([0-9.]+):\\d{1,5}");
    private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.]+)](:\\d{1,5})?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /** Nobody speaks for others: the address of the socket counts. */
    public static TrustedProxies none() {
        return new TrustedProxies(List.of());
    }

    /**
     * @param networks addresses such as {@code 10.1.2.3} or {@code ::1}, or networks such as {@code 10.0.0.0/8}; no names
     * @throws IllegalArgumentException for anything else
     */
    public static TrustedProxies of(String... networks) {
        return new TrustedProxies(Arrays.stream(networks).map(Network::parse).toList());
    }

    /** Who a client is, seen past our own proxies. */
    public record Client(String address, boolean secure) {}

    /**
     * @param peer the other end of the socket
     * @param secure whether the socket itself is encrypted
     * @param forwardedFor every {@code X-Forwarded-For} header, in the order they came
     * @param forwardedProto every {@code X-Forwarded-Proto} header
     */
    public Client client(InetAddress peer, boolean secure, List<String> forwardedFor, List<String> forwardedProto) {
        if (!trusts(peer)) return new Client(peer.getHostAddress(), secure);
        InetAddress client = peer;
        List<String> hops = elements(forwardedFor);
        for (int i = hops.size() - 1; i >= 0 && trusts(client); i--) {
            InetAddress hop = parse(hops.get(i));
            // A proxy of ours wrote something that is no address: believe what is known for sure.
            if (hop == null) break;
            client = hop;
        }
        List<String> protocols = elements(forwardedProto);
        boolean viaTls = !protocols.isEmpty()
                && List.of("https", "wss")
                        .contains(protocols.get(protocols.size() - 1).toLowerCase(Locale.ROOT));
        return new Client(client.getHostAddress(), secure || viaTls);
    }

    /** Whether this host may speak for others. */
    public boolean trusts(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private static List<String> elements(List<String> headers) {
        List<String> elements = new ArrayList<>();
        for (String header : headers) {
            for (String element : header.split(",", -1)) {
                if (!element.isBlank()) elements.add(element.strip());
            }
        }
        return elements;
    }

    /** An address as proxies write it, with or without a port; null if it is none. */
    private static @Nullable InetAddress parse(String text) {
        Matcher bracketed = BRACKETED.matcher(text);
        if (bracketed.matches()) return literal(bracketed.group(1));
        Matcher withPort = IPV4_PORT.matcher(text);
        return literal(withPort.matches() ? withPort.group(1) : text);
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            Matcher ipv4 = IPV4.matcher(text);
            if (ipv4.matches()) {
                byte[] bytes = new byte[4];
                for (int i = 0; i < 4; i++) {
                    int part = Integer.parseInt(ipv4.group(i + 1));
                    if (part > 255) return null;
                    bytes[i] = (byte) part;
                }
                return InetAddress.getByAddress(bytes);
            }
            // With a colon in it, the text is never taken for a name.
            return IPV6.matcher(text).matches() ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException noAddress) {
            return null;
        }
    }

    /** Addresses whose first {@code prefix} bits are those of {@code address}. */
    private record Network(byte[] address, int prefix) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
            if (address == null)
                throw new IllegalArgumentException("trusted proxy " + text + " is no address or network");
            int bits = address.getAddress().length * 8;
            int prefix = bits;
            if (slash >= 0) {
                String length = text.substring(slash + 1);
                prefix = length.matches("\\d{1,3}") ? Integer.parseInt(length) : -1;
                if (prefix < 0 || prefix > bits) {
                    throw new IllegalArgumentException("trusted proxy " + text + ": prefix is 0 to " + bits);
                }
            }
            return new Network(address.getAddress(), prefix);
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) return false;
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit & 7);
                if (((address[bit >> 3] ^ other[bit >> 3]) & mask) != 0) return false;
            }
            return true;
        }
    }
}
