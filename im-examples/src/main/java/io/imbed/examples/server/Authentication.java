package io.imbed.examples.server;

import io.imbed.spi.Authenticator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;

/**
 * How users show who they are.
 *
 * @param signIn what a page asks its user for: {@code guest}, a name; {@code token}, one from elsewhere
 * @param howToChat the option of {@code chat} that goes with it
 */
record Authentication(Authenticator authenticator, String signIn, String howToChat) {
    private static final String JWT = "jwt:";
    /** Far more than any secret, far less than a file named by mistake. */
    private static final int MAX_SECRET_BYTES = 4_096;

    /**
     * @param option {@code guest} or {@code jwt:FILE}
     * @throws IllegalArgumentException with a sentence if it is neither, or if the secret will not do
     */
    static Authentication of(String option, Clock clock) {
        if (option.equals("guest")) return new Authentication(Authenticator.guests(), "guest", "--user alice");
        if (option.startsWith(JWT)) {
            byte[] secret = readSecret(option.substring(JWT.length()));
            return new Authentication(new JwtAuthenticator(secret, clock), "token", "--token-file FILE");
        }
        throw new IllegalArgumentException("--auth " + option + " is not known: guest or jwt:FILE");
    }

    private static byte[] readSecret(String file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            bytes = in.readNBytes(MAX_SECRET_BYTES + 1);
        } catch (IOException | InvalidPathException | SecurityException unreadable) {
            throw new IllegalArgumentException("--auth jwt: cannot read the secret in '" + file + "' ("
                    + unreadable.getClass().getSimpleName() + ")");
        }
        if (bytes.length > MAX_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "--auth jwt: '" + file + "' has more than " + MAX_SECRET_BYTES + " bytes, too many for a secret");
        }
        byte[] secret = withoutLineEnd(bytes);
        String weakness = JwtAuthenticator.weakness(secret);
        if (weakness != null)
            throw new IllegalArgumentException("--auth jwt: the secret in '" + file + "' " + weakness);
        return secret;
    }

    /** Editors and echo end a file with one; no program that signs with the secret takes it for a part of it. */
    private static byte[] withoutLineEnd(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') length--;
        if (length > 0 && length < bytes.length && bytes[length - 1] == '\r') length--;
        return Arrays.copyOf(bytes, length);
    }
}
