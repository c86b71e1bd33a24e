package io.imbed.examples.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.imbed.Identity;
import io.imbed.protocol.Ids;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Handshake;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Believes JSON Web Tokens that are signed with HS256 and our secret, and no others: what a token's own header says its
 * algorithm is does not choose how it is checked.
 *
 * <p>Claims: {@code sub} is the user's id, {@code name} the name shown (if missing, the id), {@code exp} the end of the
 * identity and required (an identity that has ended is told as such), {@code nbf} respected where given. Threads: any.
 */
final class JwtAuthenticator implements Authenticator {
    /** RFC 7518, section 3.2: the key of HS256 is at least as long as its hash. */
    private static final int MIN_SECRET_BYTES = 32;
    /** Hexadecimal noise of 32 bytes has about 14 different ones; "passwordpasswordpasswordpassword" has 7. */
    private static final int MIN_DIFFERENT_BYTES = 8;
    /** The clock of whoever made the token may be ahead of ours by so much. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final JWSVerifier verifier;
    private final Clock clock;

    /** @throws IllegalArgumentException if the secret is weak */
    JwtAuthenticator(byte[] secret, Clock clock) {
        String weakness = weakness(secret);
        if (weakness != null) throw new IllegalArgumentException("the secret " + weakness);
        try {
            this.verifier = new MACVerifier(secret);
        } catch (JOSEException impossible) {
            throw new IllegalArgumentException("the secret will not do", impossible);
        }
        this.clock = clock;
    }

    /** What is wrong with a secret, as the rest of a sentence; null if nothing is. */
    static @Nullable String weakness(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            return "has " + secret.length + " bytes, HS256 wants at least " + MIN_SECRET_BYTES;
        }
        long different = new String(secret, ISO_8859_1).chars().distinct().count();
        return different < MIN_DIFFERENT_BYTES
                ? "is of " + different + " different bytes only, which is guessed easily"
                : null;
    }

    @Override
    public CompletionStage<Optional<Identity>> authenticate(Handshake handshake, @Nullable String token) {
        return CompletableFuture.completedFuture(token == null ? Optional.empty() : identity(token));
    }

    private Optional<Identity> identity(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            boolean genuine = JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()) && jwt.verify(verifier);
            return genuine ? identity(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException notOurs) {
            // Not logged: the sentence may quote the token.
            return Optional.empty();
        }
    }

    private Optional<Identity> identity(JWTClaimsSet claims) throws ParseException {
        String user = claims.getSubject();
        Date end = claims.getExpirationTime();
        if (user == null || !Ids.isId(user, Ids.MAX_ID) || user.startsWith("~") || end == null) return Optional.empty();
        Date begin = claims.getNotBeforeTime();
        if (begin != null && begin.toInstant().isAfter(clock.instant().plus(CLOCK_SKEW))) return Optional.empty();
        // Not refused where it has passed: Imbed does so itself, and tells the client to come back with a fresh token.
        String name = Optional.ofNullable(claims.getStringClaim("name")).orElse(user);
        return Optional.of(Identity.of(user, name).withExpiresAt(end.toInstant()));
    }
}
