package io.imbed.examples;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The jar as a server that has said READY. */
record JarServer(JarProcess process, URI ws, URI http) implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("READY ws=(ws://127\\.0\\.0\\.1:\\d+/im) http=(http://127\\.0\\.0\\.1:\\d+/)");

    /** Starts one on any free ports. */
    static JarServer start(String... options) throws IOException, InterruptedException {
        return startOn(0, options);
    }

    static JarServer startOn(int wsPort, String... options) throws IOException, InterruptedException {
        List<String> args =
                new ArrayList<>(List.of("serve", "--ws-port", Integer.toString(wsPort), "--http-port", "0"));
        // Unless a test says where, nothing is left behind.
        if (!List.of(options).contains("--log")) args.addAll(List.of("--log", "memory"));
        args.addAll(List.of(options));
        JarProcess process = JarProcess.start(args.toArray(String[]::new));
        try {
            Matcher ready = READY.matcher(process.line(line -> true));
            if (!ready.matches()) throw new AssertionError("not READY but " + process.lines());
            return new JarServer(process, URI.create(ready.group(1)), URI.create(ready.group(2)));
        } catch (InterruptedException | AssertionError notReady) {
            process.close();
            throw notReady;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
