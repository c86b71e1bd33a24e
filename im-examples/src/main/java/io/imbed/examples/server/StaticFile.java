package io.imbed.examples.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file with all that its answers need, made once: its tag, and its compressed form where that is shorter.
 *
 * <p>Threads: immutable.
 */
final class StaticFile {
    /** Such a name says which bytes it stands for, so a browser need never ask again (RFC 8246). */
    private static final Pattern NAMED_BY_CONTENT = Pattern.compile("assets/.+-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    /** May be kept, but asked for every time, so that a page never mixes two builds. */
    private static final String ASK_FIRST = "no-cache";

    private final Map<String, String> headers;
    private final Form plain;
    private final @Nullable Form gzip;

    private StaticFile(Map<String, String> headers, Form plain, @Nullable Form gzip) {
        this.headers = headers;
        this.plain = plain;
        this.gzip = gzip;
    }

    /** @param tag differs between the two forms, because it is a strong one (RFC 9110, section 8.8.3) */
    private record Form(byte[] body, String tag) {}

    static StaticFile of(String name, byte[] content) {
        MediaType type = MediaType.of(name);
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", type.value());
        headers.put("Cache-Control", NAMED_BY_CONTENT.matcher(name).matches() ? FOR_EVER : ASK_FIRST);
        String hash = hash(content);
        byte[] compressed = type.compressible() ? compress(content) : content;
        boolean shorter = compressed.length < content.length;
        if (shorter) headers.put("Vary", "Accept-Encoding");
        return new StaticFile(
                Map.copyOf(headers),
                new Form(content, '"' + hash + '"'),
                shorter ? new Form(compressed, '"' + hash + "-gzip\"") : null);
    }

    /**
     * @param acceptEncoding the request's header; null if it has none
     * @param ifNoneMatch likewise
     */
    Answer answer(@Nullable String acceptEncoding, @Nullable String ifNoneMatch) {
        Form compressed = gzip;
        boolean squeezed = compressed != null && AcceptEncoding.takesGzip(acceptEncoding);
        Form form = compressed != null && squeezed ? compressed : plain;
        Map<String, String> all = new HashMap<>(headers);
        all.put("ETag", form.tag());
        if (ifNoneMatch != null && matches(ifNoneMatch, form.tag())) {
            all.remove("Content-Type");
            return new Answer(304, all, new byte[0]);
        }
        if (squeezed) all.put("Content-Encoding", "gzip");
        return new Answer(200, all, form.body());
    }

    /** Compared without strength (RFC 9110, section 13.1.2): a proxy may have weakened the tag on its way. */
    private static boolean matches(String ifNoneMatch, String tag) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, 15));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] compress(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new BestGzip(bytes)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Done once and sent often. */
    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream bytes) throws IOException {
            super(bytes);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
