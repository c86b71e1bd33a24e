package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/** A resource server: no sessions, a token with every request. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"im.store.type=memory", "im.path=/im"})
class BearerTest {
    private static final byte[] KEY = "a key of a test, of 32 bytes or more".getBytes(StandardCharsets.UTF_8);

    @Configuration
    @EnableAutoConfiguration
    static class Api {
        @Bean
        JwtDecoder decoder() {
            return NimbusJwtDecoder.withSecretKey(new SecretKeySpec(KEY, "HmacSHA256"))
                    .build();
        }

        @Bean
        SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(all -> all.anyRequest().permitAll())
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }
    }

    @Value("${local.server.port}")
    int port;

    private static String token(Instant expires) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject("u-17")
                        .claim("name", "Alice Liddell")
                        .expirationTime(Date.from(expires))
                        .build());
        token.sign(new MACSigner(KEY));
        return token.serialize();
    }

    @Test
    void tokenSaysWhoAndUntilWhen() throws Exception {
        String token = token(Instant.now().plusSeconds(3_600));

        ChatSocket socket = new Browser(port).bearing(token).chat();

        assertThat(socket.line("\"re\":1"))
                .contains("\"id\":\"u-17\"", "\"name\":\"Alice Liddell\"", "\"expiresInMs\":");
    }

    @Test
    void withoutGoodTokenNobodyComesInThoughTheChainPermitsAll() throws Exception {
        assertThatThrownBy(new Browser(port)::chat).isInstanceOf(WebSocketHandshakeException.class);
        Browser late = new Browser(port).bearing(token(Instant.now().minusSeconds(3_600)));
        assertThat(late.post("/im/open", "application/json", "").statusCode()).isEqualTo(401);
    }
}
