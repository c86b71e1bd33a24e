package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import io.imbed.spi.Authenticator;
import io.imbed.spi.OriginPolicy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginsTest {
    private static OriginPolicy policy(String host, int httpPort, String... origins) throws UnknownHostException {
        ServerSettings settings = new ServerSettings(
                host,
                InetAddress.getByName(host),
                0,
                0,
                null,
                LogPlace.MEMORY,
                new Authentication(Authenticator.nobody(), "token", ""),
                Origins.checked(List.of(origins)),
                Limits.defaults(),
                false,
                Duration.ofSeconds(1));
        return Origins.policy(settings, httpPort);
    }

    @Test
    void ownPageIsAllowedUnderEveryNameOfThisMachine() throws UnknownHostException {
        OriginPolicy policy = policy("127.0.0.1", 8080);

        assertThat(policy.permits(List.of("http://127.0.0.1:8080"))).isTrue();
        assertThat(policy.permits(List.of("http://localhost:8080"))).isTrue();
        assertThat(policy.permits(List.of("http://[::1]:8080"))).isTrue();
    }

    @Test
    void otherPagesOfThisMachineAreNot() throws UnknownHostException {
        OriginPolicy policy = policy("127.0.0.1", 8080);

        assertThat(policy.permits(List.of("http://localhost:8081"))).isFalse();
        assertThat(policy.permits(List.of("https://localhost:8080"))).isFalse();
        assertThat(policy.permits(List.of("http://localhost"))).isFalse();
        assertThat(policy.permits(List.of("null"))).isFalse();
    }

    @Test
    void namedPagesAreAllowedToo() throws UnknownHostException {
        OriginPolicy policy = policy("127.0.0.1", 8080, " https://chat.example.com", "");

        assertThat(policy.permits(List.of("https://chat.example.com"))).isTrue();
        assertThat(policy.permits(List.of("http://localhost:8080"))).isTrue();
        assertThat(policy.permits(List.of("https://example.com"))).isFalse();
    }

    @Test
    void portThatBrowsersLeaveOutIsLeftOut() throws UnknownHostException {
        assertThat(policy("127.0.0.1", 80).permits(List.of("http://localhost"))).isTrue();
    }

    @Test
    void ownAddressIsAllowedAsItWasWritten() throws UnknownHostException {
        assertThat(policy("192.0.2.7", 8080).permits(List.of("http://192.0.2.7:8080")))
                .isTrue();
        assertThat(policy("192.0.2.7", 8080).permits(List.of("http://localhost:8080")))
                .isFalse();
        assertThat(policy("2001:db8::7", 8080).permits(List.of("http://[2001:db8::7]:8080")))
                .isTrue();
        assertThat(policy("0.0.0.0", 8080).permits(List.of("http://localhost:8080")))
                .isTrue();
    }
}
