package io.imbed.examples.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The web chat as the module {@code demo-vue} puts it on the class path, unless its build was skipped. */
final class BundledChat {
    private static final String FOLDER = "/io/imbed/demo/web/";
    /** The other files, one a line: a jar can be read by name only. Written by BuildWeb of that module. */
    private static final String INDEX = "files.txt";
    /** One directive a line. There also where the build left out the page. */
    private static final String CONTENT_POLICY = "/io/imbed/demo/content-policy.txt";

    private BundledChat() {}

    /** All files by name; empty if the build left them out. */
    static Map<String, byte[]> files() {
        return files(FOLDER);
    }

    /** @param folder absolute on the class path, with a slash at its end */
    static Map<String, byte[]> files(String folder) {
        byte[] index = read(folder + INDEX);
        if (index == null) return Map.of();
        Map<String, byte[]> files = new HashMap<>();
        new String(index, StandardCharsets.UTF_8).lines().forEach(name -> {
            byte[] content = read(folder + name);
            if (content == null) throw new IllegalStateException("the build lists " + name + " and left it out");
            files.put(name, content);
        });
        return files;
    }

    /** What the page may do, without what it may connect to. */
    static List<String> contentPolicy() {
        byte[] policy = read(CONTENT_POLICY);
        if (policy == null) throw new IllegalStateException("the build left out " + CONTENT_POLICY);
        return new String(policy, StandardCharsets.UTF_8).lines().toList();
    }

    private static byte @Nullable [] read(String resource) {
        try (InputStream in = BundledChat.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
