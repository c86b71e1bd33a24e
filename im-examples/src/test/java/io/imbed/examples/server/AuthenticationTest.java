package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthenticationTest {
    @TempDir
    private Path folder;

    private String secretFile(String content) throws IOException {
        return "jwt:" + Files.writeString(folder.resolve("secret"), content);
    }

    private static void assertRefused(String option, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authentication.of(option, Clock.systemUTC()))
                .withMessageContaining(sentence);
    }

    @Test
    void lineEndIsNoPartOfTheSecret() throws IOException {
        Authentication authentication = Authentication.of(secretFile(Tokens.SECRET + "\r\n"), Clock.systemUTC());

        String token = Tokens.of(
                Map.of("sub", "alice", "exp", Clock.systemUTC().instant().plus(Duration.ofHours(1))));
        assertThat(Tokens.user(authentication.authenticator(), token)).contains("alice");
    }

    @Test
    void missingSecretIsToldByItsFile() {
        assertRefused("jwt:" + folder.resolve("none"), "cannot read the secret in '" + folder.resolve("none"));
        assertRefused("jwt:" + folder, "cannot read the secret in");
        assertRefused("jwt:", "cannot read the secret in");
    }

    @Test
    void shortSecretIsRefused() throws IOException {
        assertRefused(secretFile("0123456789abcdef0123456789abcde\n"), "has 31 bytes, HS256 wants at least 32");
        assertRefused(secretFile(""), "has 0 bytes");
    }

    @Test
    void repeatedSecretIsRefused() throws IOException {
        assertRefused(secretFile("password".repeat(8)), "is of 7 different bytes only");
    }

    @Test
    void fileThatIsNoSecretIsNotReadWhole() throws IOException {
        assertRefused(secretFile(Tokens.SECRET.repeat(200)), "has more than 4096 bytes");
    }
}
