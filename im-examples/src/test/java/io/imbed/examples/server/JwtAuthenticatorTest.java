package io.imbed.examples.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.imbed.Identity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JwtAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final JwtAuthenticator authenticator =
            new JwtAuthenticator(Tokens.SECRET.getBytes(UTF_8), Clock.fixed(NOW, ZoneOffset.UTC));

    private void assertRefused(String token) {
        assertThat(Tokens.identity(authenticator, token)).isEmpty();
    }

    @Test
    void identityIsWhatTheClaimsSay() {
        String token = Tokens.of(Map.of("sub", "u-1", "name", "Alice", "exp", LATER));

        assertThat(Tokens.identity(authenticator, token))
                .contains(Identity.of("u-1", "Alice").withExpiresAt(LATER));
    }

    @Test
    void nameIsTheIdWhereNoneIsGiven() {
        assertThat(Tokens.identity(authenticator, Tokens.of(Map.of("sub", "u-1", "exp", LATER))))
                .map(Identity::name)
                .contains("u-1");
    }

    @Test
    void endedTokenIsAnIdentityThatHasEnded() {
        assertThat(Tokens.identity(authenticator, Tokens.of(Map.of("sub", "u-1", "exp", NOW.minusSeconds(1)))))
                .contains(Identity.of("u-1").withExpiresAt(NOW.minusSeconds(1)));
    }

    @Test
    void tokenWithoutAnEndIsRefused() {
        assertRefused(Tokens.of(Map.of("sub", "u-1")));
    }

    @Test
    void tokenOfTheFutureIsRefused() {
        assertRefused(Tokens.of(Map.of("sub", "u-1", "exp", LATER, "nbf", NOW.plusSeconds(31))));
        assertThat(Tokens.user(authenticator, Tokens.of(Map.of("sub", "u-1", "exp", LATER, "nbf", NOW.plusSeconds(5)))))
                .contains("u-1");
    }

    @Test
    void subjectMustBeAnIdThatIsNotTheHosts() {
        assertRefused(Tokens.of(Map.of("name", "Alice", "exp", LATER)));
        assertRefused(Tokens.of(Map.of("sub", "two words", "exp", LATER)));
        assertRefused(Tokens.of(Map.of("sub", "~system", "exp", LATER)));
    }

    @Test
    void anotherSecretIsRefused() {
        String other = Tokens.SECRET.replace('9', '8');

        assertRefused(Tokens.signed(JWSAlgorithm.HS256, other, Map.of("sub", "u-1", "exp", LATER)));
    }

    @Test
    void anotherAlgorithmIsRefusedThoughTheSecretIsOurs() {
        assertRefused(Tokens.signed(JWSAlgorithm.HS384, Tokens.SECRET, Map.of("sub", "u-1", "exp", LATER)));
        assertRefused(Tokens.signed(JWSAlgorithm.HS512, Tokens.SECRET, Map.of("sub", "u-1", "exp", LATER)));
    }

    @Test
    void unsignedTokenIsRefused() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject("u-1")
                .expirationTime(Date.from(LATER))
                .build();
        assertRefused(new PlainJWT(claims).serialize());

        // The header says none, the signature is left out or kept: neither is what we sign with.
        String[] parts = Tokens.of(Map.of("sub", "u-1", "exp", LATER)).split("\\.");
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8));
        assertRefused(none + "." + parts[1] + ".");
        assertRefused(none + "." + parts[1] + "." + parts[2]);
    }

    @Test
    void changedClaimsAreRefused() {
        String[] mine = Tokens.of(Map.of("sub", "u-1", "exp", LATER)).split("\\.");
        String[] other = Tokens.of(Map.of("sub", "u-2", "exp", LATER)).split("\\.");

        assertRefused(mine[0] + "." + other[1] + "." + mine[2]);
    }

    @Test
    void whatIsNoTokenIsRefused() {
        assertRefused("");
        assertRefused("guest:alice");
        assertRefused("a.b.c");
        assertRefused(Tokens.of(Map.of("sub", "u-1", "exp", LATER, "name", 7)));
    }
}
