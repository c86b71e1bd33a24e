package io.imbed.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private final OriginPolicy policy =
            OriginPolicy.pagesFrom("https://chat.example.org", "http://intern.example:8080");

    @Test
    void listedPagesMayConnect() {
        assertThat(permits(policy, "https://chat.example.org")).isTrue();
        assertThat(permits(policy, "http://intern.example:8080")).isTrue();
    }

    @Test
    void clientsThatAreNoBrowserMayConnect() {
        assertThat(policy.permits(List.of())).isTrue();
        assertThat(OriginPolicy.noPages().permits(List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "https://evil.example",
                "https://chat.example.org.evil.example",
                "https://evil-chat.example.org",
                "https://chat.example.org:8443",
                "https://chat.example.org:443",
                "https://chat.example.org/",
                "http://chat.example.org",
                "https://CHAT.example.org",
                "HTTPS://chat.example.org",
                "https://user@chat.example.org",
                " https://chat.example.org",
                "https://chat.example.org https://evil.example",
                "http://localhost:5173",
            })
    void anythingElseIsRefused(String origin) {
        assertThat(permits(policy, origin)).isFalse();
        assertThat(permits(OriginPolicy.noPages(), origin)).isFalse();
    }

    @Test
    void twoOriginsAreRefusedEvenIfBothAreListed() {
        assertThat(policy.permits(List.of("https://chat.example.org", "https://chat.example.org")))
                .isFalse();
    }

    @Test
    void opaqueOriginIsAllowedOnlyIfListed() {
        assertThat(permits(OriginPolicy.pagesFrom("null"), "null")).isTrue();
        assertThat(permits(policy.andLoopback(), "null")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://localhost:5173", "https://127.0.0.1:8443", "http://[::1]:3000"})
    void loopbackPagesAreAllowedWhereAskedFor(String origin) {
        assertThat(permits(policy.andLoopback(), origin)).isTrue();
        assertThat(permits(policy.andLoopback(), "https://chat.example.org")).isTrue();
        assertThat(permits(policy, origin)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://evil.example:80/localhost",
                "http://localhost/",
                "http://localhost@evil.example",
                "chrome-extension://localhost",
                "http://127.0.0.2",
            })
    void whatOnlyLooksLikeLoopbackIsRefused(String origin) {
        assertThat(permits(OriginPolicy.noPages().andLoopback(), origin)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "chat.example.org",
                "https://chat.example.org/",
                "https://Chat.example.org",
                "https://chat.example.org:443",
                "http://chat.example.org:80",
                "https://*.example.org",
                "https://chat.example.org?x",
            })
    void listingWhatNoBrowserSendsIsAMistake(String origin) {
        assertThatThrownBy(() -> OriginPolicy.pagesFrom(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(origin);
    }

    private static boolean permits(OriginPolicy policy, String origin) {
        return policy.permits(List.of(origin));
    }
}
