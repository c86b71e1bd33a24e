package io.imbed.examples;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.spi.Authenticator;
import io.imbed.transport.ws.WsTransport;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The host's own users: whoever shows a token that the host has signed is who it says, until it expires. */
public final class TokenAuth {
    private final byte[] secret;

    TokenAuth(byte[] secret) {
        this.secret = secret.clone();
    }

    /** What the host's login page hands out. */
    String tokenFor(String user, String name, Instant expires) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(user)
                .claim("name", name)
                .expirationTime(Date.from(expires))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    /** Who a token stands for; empty refuses. An expired one Imbed itself turns away, by the identity's expiresAt. */
    Optional<Identity> check(String shown) {
        try {
            SignedJWT token = SignedJWT.parse(shown);
            boolean ours = JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
                    && token.verify(new MACVerifier(secret));
            JWTClaimsSet claims = token.getJWTClaimsSet();
            if (!ours || claims.getSubject() == null || claims.getExpirationTime() == null) return Optional.empty();
            String name = Optional.ofNullable(claims.getStringClaim("name")).orElse(claims.getSubject());
            return Optional.of(Identity.of(claims.getSubject(), name)
                    .withExpiresAt(claims.getExpirationTime().toInstant()));
        } catch (ParseException | JOSEException | MalformedFrameException notOurs) {
            return Optional.empty();
        }
    }

    Authenticator authenticator() {
        return (handshake, token) ->
                CompletableFuture.completedFuture(Optional.ofNullable(token).flatMap(this::check));
    }

    ImServer server(WsTransport transport) {
        return ImServer.builder(MemoryStorage.create())
                .authenticator(authenticator())
                .transport(transport)
                .build();
    }

    public static void main(String[] args) throws Exception {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        TokenAuth auth = new TokenAuth(secret);
        ImServer chat = auth.server(WsTransport.on(8081));
        chat.rooms().create(NewRoom.channel("general").title("General"));
        chat.start();
        System.out.println("alice's token: "
                + auth.tokenFor("alice", "Alice", Instant.now().plusSeconds(3_600)));
    }
}
