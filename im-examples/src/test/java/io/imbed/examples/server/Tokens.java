package io.imbed.examples.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.imbed.Identity;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Handshake;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/** Makes tokens as an application would that shares the secret, and some that it would not. */
final class Tokens {
    static final String SECRET = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private Tokens() {}

    static String of(Map<String, ?> claims) {
        return signed(JWSAlgorithm.HS256, SECRET, claims);
    }

    static String signed(JWSAlgorithm algorithm, String secret, Map<String, ?> claims) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder();
        claims.forEach((name, value) -> set.claim(name, value instanceof Instant when ? Date.from(when) : value));
        SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), set.build());
        try {
            jwt.sign(new MACSigner(secret));
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
        return jwt.serialize();
    }

    static Optional<Identity> identity(Authenticator authenticator, String token) {
        Handshake handshake = new Handshake("/im", Map.of(), Map.of(), Map.of(), "127.0.0.1", false, Map.of());
        return authenticator
                .authenticate(handshake, token)
                .toCompletableFuture()
                .join();
    }

    static Optional<String> user(Authenticator authenticator, String token) {
        return identity(authenticator, token).map(Identity::id);
    }
}
