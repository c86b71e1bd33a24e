package io.imbed.internal.room;

import io.imbed.Draft;
import io.imbed.ImportedMessage;
import io.imbed.protocol.Content;
import io.imbed.protocol.JsonText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** 128 bits of SHA-256 in the alphabet of ids: collisions cannot be made on purpose. */
final class Digests {
    private Digests() {}

    /** Tells whether a repeated client message id comes with the same content. */
    static String of(Draft draft) {
        MessageDigest sha = sha256();
        // NUL is in none of the parts, so they cannot run into each other.
        put(sha, draft.content().json().text());
        put(sha, String.valueOf(draft.replyTo()));
        put(sha, String.join(" ", draft.mentions()));
        JsonText meta = draft.meta();
        put(sha, meta == null ? "" : meta.text());
        return short128(sha);
    }

    /** Tells whether a message that is imported again is the same. */
    static String of(ImportedMessage message) {
        MessageDigest sha = sha256();
        Content content = message.content();
        JsonText meta = message.meta();
        put(sha, message.senderName());
        put(sha, message.at().toString());
        put(sha, content == null ? "" : content.json().text());
        put(sha, String.valueOf(message.replyTo()));
        put(sha, String.join(" ", message.mentions()));
        put(sha, meta == null ? "" : meta.text());
        put(sha, String.valueOf(message.editedAt()));
        return short128(sha);
    }

    /** Of two ids, for an id made from them. */
    static String of(String first, String second) {
        MessageDigest sha = sha256();
        put(sha, first);
        put(sha, second);
        return short128(sha);
    }

    private static String short128(MessageDigest sha) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(sha.digest(), 16))
                .replace('_', '.');
    }

    private static void put(MessageDigest sha, String part) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
