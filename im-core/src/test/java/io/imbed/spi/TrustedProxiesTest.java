package io.imbed.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.spi.TrustedProxies.Client;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies = TrustedProxies.of("10.0.0.0/8", "192.168.7.7", "fd00::/8");

    @Test
    void strangersCannotSpeakForOthers() throws UnknownHostException {
        Client client = proxies.client(address("203.0.113.5"), false, List.of("1.2.3.4"), List.of("https"));

        assertThat(client).isEqualTo(new Client("203.0.113.5", false));
    }

    @Test
    void nobodyIsTrustedByDefault() throws UnknownHostException {
        Client client = TrustedProxies.none().client(address("10.0.0.1"), true, List.of("1.2.3.4"), List.of("http"));

        assertThat(client).isEqualTo(new Client("10.0.0.1", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.9                       | 198.51.100.9",
                "6.6.6.6, 198.51.100.9              | 198.51.100.9",
                "6.6.6.6, 198.51.100.9, 10.1.1.1    | 198.51.100.9",
                "10.9.9.9, 198.51.100.9,192.168.7.7 | 198.51.100.9",
                "10.2.2.2, 10.1.1.1                 | 10.2.2.2",
                "198.51.100.9:5123                  | 198.51.100.9",
                "2001:db8::9                        | 2001:db8:0:0:0:0:0:9",
                "[2001:db8::9]:443                  | 2001:db8:0:0:0:0:0:9",
                "2001:db8::9, fd00::1               | 2001:db8:0:0:0:0:0:9",
                "::ffff:198.51.100.9                | 198.51.100.9",
                "unknown                            | 10.0.0.1",
                "198.51.100.9, localhost            | 10.0.0.1",
                "198.51.100.9, 300.1.1.1            | 10.0.0.1",
                "198.51.100.9, dead, 10.1.1.1       | 10.1.1.1",
            })
    void rightmostAddressThatIsNoProxyCounts(String header, String expected) throws UnknownHostException {
        assertThat(proxies.client(address("10.0.0.1"), false, List.of(header), List.of())
                        .address())
                .isEqualTo(expected);
    }

    @Test
    void severalHeadersAreOneList() throws UnknownHostException {
        List<String> headers = List.of("6.6.6.6", "198.51.100.9", "10.1.1.1");

        assertThat(proxies.client(address("10.0.0.1"), false, headers, List.of())
                        .address())
                .isEqualTo("198.51.100.9");
    }

    @Test
    void withoutTheHeaderTheProxyItselfIsTheClient() throws UnknownHostException {
        assertThat(proxies.client(address("10.0.0.1"), false, List.of(), List.of()))
                .isEqualTo(new Client("10.0.0.1", false));
    }

    @ParameterizedTest
    @CsvSource({"https,true", "HTTPS,true", "wss,true", "http,false", "'http, https',true", "'https, http',false"})
    void lastProxySaysWhetherTheClientCameEncrypted(String header, boolean secure) throws UnknownHostException {
        assertThat(proxies.client(address("10.0.0.1"), false, List.of(), List.of(header))
                        .secure())
                .isEqualTo(secure);
    }

    @Test
    void networksEndAtTheirPrefix() throws UnknownHostException {
        TrustedProxies odd = TrustedProxies.of("172.16.0.0/12", "2001:db8::/33");

        assertThat(odd.trusts(address("172.31.255.255"))).isTrue();
        assertThat(odd.trusts(address("172.32.0.0"))).isFalse();
        assertThat(odd.trusts(address("2001:db8:7fff::1"))).isTrue();
        assertThat(odd.trusts(address("2001:db8:8000::1"))).isFalse();
        assertThat(TrustedProxies.of("0.0.0.0/0").trusts(address("8.8.8.8"))).isTrue();
        assertThat(TrustedProxies.of("0.0.0.0/0").trusts(address("::1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0", "10.0.0.256", "::1/129"})
    void whatIsNoNetworkIsAMistake(String network) {
        assertThatThrownBy(() -> TrustedProxies.of(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trusted proxy " + network);
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }
}
