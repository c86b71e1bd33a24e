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
    /** Cloned and never used itself: to look one up costs more than to digest a message. */
    private static final MessageDigest SHA = sha256();

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Digests() {}

    /** Tells whether a repeated client message id comes with the same content. */
    static String of(Draft draft) {
        JsonText meta = draft.meta();
        return short128(
                draft.content().json().text(),
                String.valueOf(draft.replyTo()),
                String.join(" ", draft.mentions()),
                meta == null ? "" : meta.text());
    }

    /** Tells whether a message that is imported again is the same. */
    static String of(ImportedMessage message) {
        Content content = message.content();
        JsonText meta = message.meta();
        return short128(
                message.senderName(),
                message.at().toString(),
                content == null ? "" : content.json().text(),
                String.valueOf(message.replyTo()),
                String.join(" ", message.mentions()),
                meta == null ? "" : meta.text(),
                String.valueOf(message.editedAt()));
    }

    /** Of two ids, for an id made from them. */
    static String of(String first, String second) {
        return short128(first, second);
    }

    private static String short128(String... parts) {
        // NUL is in none of the parts, so they cannot run into each other.
        MessageDigest sha = fresh();
        sha.update(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
        return BASE64.encodeToString(Arrays.copyOf(sha.digest(), 16)).replace('_', '.');
    }

    private static MessageDigest fresh() {
        try {
            return (MessageDigest) SHA.clone();
        } catch (CloneNotSupportedException ofThisProvider) {
            return sha256();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
