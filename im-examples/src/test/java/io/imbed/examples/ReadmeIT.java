package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.client.ClientListener;
import io.imbed.client.ImClient;
import io.imbed.protocol.Content;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Result;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's programs do what it says when they are pasted. */
class ReadmeIT {
    private static String readme;
    private static int port;

    @TempDir
    static Path folder;

    @BeforeAll
    static void runTheServerOfTheReadme() throws Exception {
        readme = Files.readString(Path.of("..", "README.md"));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        run("HelloChat", block("public class HelloChat"));
    }

    /** The fenced block of Java that holds {@code text}. */
    private static String block(String text) {
        for (String part : readme.split("```java\n")) {
            String code = part.substring(0, Math.max(0, part.indexOf("```")));
            if (code.contains(text)) return code;
        }
        throw new AssertionError("README.md has no block with: " + text);
    }

    /** Compiles a program, on a port that is free, and calls its main. */
    private static void run(String name, String program) throws Exception {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, program.replace("8081", Integer.toString(port)));
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(errors).as("compiling " + name).isZero();
        // Never closed: the server it starts goes on loading classes until the tests end.
        URLClassLoader classes = new URLClassLoader(new URL[] {folder.toUri().toURL()});
        classes.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }

    private static ImClient client(String user) {
        return ImClient.builder(URI.create("ws://127.0.0.1:" + port + "/im"))
                .token("guest:" + user)
                .build();
    }

    @Test
    void embeddedServerAnswersASendWithItsNumbers() throws Exception {
        try (ImClient alice = client("alice")) {
            alice.connect();
            alice.room("general").join();

            Result.Sent sent = alice.room("general")
                    .send(Draft.text("hi"))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);

            assertThat(sent.seq()).isPositive();
            assertThat(sent.rev()).isGreaterThan(sent.seq());
        }
    }

    @Test
    void botInTenLinesAnswers() throws Exception {
        String body = block("ImClient bot");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ImClient alice = client("alice")) {
            alice.listen(new ClientListener() {
                @Override
                public void onEvent(Event event) {
                    if (event.body() instanceof EventBody.Joined joined) heard.add(joined.user() + " joined");
                    if (event.body() instanceof EventBody.Posted posted)
                        heard.add(event.by() + ": " + text(posted.message()));
                }
            });
            alice.connect();
            alice.room("general").join().toCompletableFuture().get(30, TimeUnit.SECONDS);
            run(
                    "Bot",
                    "import io.imbed.Draft; import io.imbed.client.ImClient; import java.net.URI;\n"
                            + "public class Bot { public static void main(String[] args) {\n" + body + "}}");
            await(heard, "echo joined");
            alice.room("general").send("hello bot");

            await(heard, "echo: You said: hello bot");
        }
    }

    private static void await(BlockingQueue<String> heard, String wanted) throws InterruptedException {
        for (String line = ""; !line.equals(wanted); ) {
            line = heard.poll(30, TimeUnit.SECONDS);
            assertThat(line).as("waiting for: " + wanted).isNotNull();
        }
    }

    private static String text(Message message) {
        Content content = message.content();
        return content == null ? "" : content.fallback();
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> links = Pattern.compile("\\]\\(([^)#:]+)\\)")
                .matcher(readme)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(links).isNotEmpty();
        for (String link : links) assertThat(Path.of("..", link)).exists();
    }
}
