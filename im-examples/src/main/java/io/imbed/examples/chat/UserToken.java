package io.imbed.examples.chat;

import io.imbed.client.TokenSource;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Ids;
import io.imbed.protocol.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the user says who it is: exactly one of these. */
final class UserToken {
    private static final int MAX_USER = 64;
    private static final int MAX_TOKEN_BYTES = 16_384;

    @Option(names = "--user", paramLabel = "NAME", description = "Be this guest, on a server that believes guests.")
    private @Nullable String user;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "A token. Others on this machine can see it in the list of processes; a file is better.")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token; read again when the token has ended.")
    private @Nullable String file;

    /** @throws IllegalArgumentException with a sentence if what was given cannot be right */
    TokenSource source() {
        if (file != null) return new FromFile(file);
        if (token != null) return TokenSource.of(token);
        if (user == null || !Ids.isId(user, MAX_USER) || user.startsWith("~")) {
            throw new IllegalArgumentException(
                    "--user takes 1 to " + MAX_USER + " letters, digits and . _ : @ -, and ~ but not as the first");
        }
        return TokenSource.of("guest:" + user);
    }

    /** Reads the file whenever a token is wanted. Threads: the client's executor. */
    private static final class FromFile implements TokenSource {
        private final String file;
        private String last;

        FromFile(String file) {
            this.file = file;
            this.last = read(file);
        }

        @Override
        public CompletionStage<@Nullable String> token(Reason reason) {
            String token = read(file);
            boolean stale = reason == Reason.EXPIRED && token.equals(last);
            last = token;
            return stale
                    ? CompletableFuture.failedFuture(
                            new RefusedException(ErrorCode.UNAUTHENTICATED, "the token has ended"))
                    : CompletableFuture.completedFuture(token);
        }

        private static String read(String file) {
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                byte[] bytes = in.readNBytes(MAX_TOKEN_BYTES);
                return new String(bytes, StandardCharsets.UTF_8).strip();
            } catch (IOException | InvalidPathException unreadable) {
                throw new IllegalArgumentException("--token-file: cannot read '" + file + "' ("
                        + unreadable.getClass().getSimpleName() + ")");
            }
        }
    }
}
