package io.imbed.examples.chat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.imbed.client.ImClient;
import io.imbed.client.TokenSource;
import io.imbed.protocol.Ids;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Chats from a terminal or a pipe. */
@Command(
        name = ChatCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Chats: what you type is sent, what others say appears; /help tells the commands. Ends with 0 when"
                        + " all that was typed was sent, also at the end of a pipe.")
public final class ChatCommand implements Callable<Integer> {
    /** The word on the command line. */
    public static final String NAME = "chat";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private UserToken who = new UserToken();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "ws://127.0.0.1:8081/im",
            description = "The server's WebSocket; default ${DEFAULT-VALUE}.")
    private String url = "";

    @Option(
            names = "--room",
            paramLabel = "ROOM",
            defaultValue = "general",
            description = "The room to join; default ${DEFAULT-VALUE}.")
    private String room = "";

    /** Chats until the user or the server has had enough; returns the exit code. */
    @Override
    public Integer call() {
        if (!Ids.isId(room, Ids.MAX_ID)) throw wrong("--room takes letters, digits and . _ : ~ @ -");
        URI uri = address();
        TokenSource tokens;
        try {
            tokens = who.source();
        } catch (IllegalArgumentException told) {
            throw wrong(String.valueOf(told.getMessage()));
        }
        // The client's own log is not part of the chat.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        return chat(uri, tokens);
    }

    private int chat(URI uri, TokenSource tokens) {
        Charset charset = terminalCharset();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "im-chat-client-0"));
        try (ImClient client = ImClient.builder(uri)
                .tokens(tokens)
                .label("im-server chat")
                .executor(executor)
                .build()) {
            Screen screen = new Screen(out, ZoneId.systemDefault());
            Chat chat = new Chat(client, executor, screen, Clock.systemUTC(), room);
            Commands commands = new Commands(client, chat, screen);
            executor.execute(chat::start);
            chat.entered().thenRun(() -> readLines(System.in, charset, executor, commands));
            return chat.ended().join();
        } finally {
            executor.shutdown();
        }
    }

    /** On a thread of its own, which waits in the terminal and cannot be stopped there. */
    private static void readLines(InputStream in, Charset charset, ExecutorService executor, Commands commands) {
        Thread reading = new Thread(
                () -> {
                    try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, charset))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            String typed = line;
                            executor.execute(() -> commands.typed(typed));
                        }
                        executor.execute(commands::inputEnded);
                    } catch (IOException broken) {
                        executor.execute(commands::inputEnded);
                    } catch (RejectedExecutionException over) {
                        // The chat has ended while a line was being typed.
                    }
                },
                "im-chat-stdin-0");
        reading.setDaemon(true);
        reading.start();
    }

    /** What the terminal speaks; where nothing is said of it, as in a container or a pipe, what everything speaks. */
    private static Charset terminalCharset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
        Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    private URI address() {
        try {
            URI uri = URI.create(url);
            boolean webSocket = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
            if (webSocket && uri.getHost() != null && uri.getUserInfo() == null) return uri;
        } catch (IllegalArgumentException noUri) {
            // told below
        }
        throw wrong("--url takes an address such as ws://127.0.0.1:8081/im");
    }

    private CommandLine.ParameterException wrong(String sentence) {
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }
}
