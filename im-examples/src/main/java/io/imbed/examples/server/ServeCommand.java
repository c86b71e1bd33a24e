package io.imbed.examples.server;

import io.imbed.Limits;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves until the process is told to end. */
@Command(
        name = ServeCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves chat over WebSocket, and the web chat over HTTP. When it accepts connections it prints"
                + " one line, READY with both addresses. SIGTERM and Ctrl-C drain it: clients are told, sends under way"
                + " are answered, and it ends with exit code 0.",
        footer = "With IMBED_LOG=json in the environment, what it logs is one JSON object a line.")
public final class ServeCommand implements Callable<Integer> {
    /** The word on the command line. */
    public static final String NAME = "serve";

    private static final Duration MIN_DRAIN = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Listen there; default ${DEFAULT-VALUE}, this machine only.")
    private String bind = "";

    @Option(
            names = "--ws-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "WebSocket port; 0 takes any that is free. Default ${DEFAULT-VALUE}.")
    private int wsPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description =
                    "Port of the page, of /healthz and of /readyz; 0 takes any that is free. Default ${DEFAULT-VALUE}.")
    private int httpPort;

    @Option(
            names = "--ws-url",
            paramLabel = "URL",
            description = "Where browsers find the WebSocket, if not at the address that READY tells: behind a proxy,"
                    + " such as wss://chat.example.com/im.")
    private @Nullable String wsUrl;

    @Option(
            names = "--log",
            paramLabel = "memory|sqlite:DIR|jdbc:URL",
            defaultValue = "sqlite:./imbed-data",
            description = {
                "Where rooms are kept. sqlite:DIR, by default ${DEFAULT-VALUE}, keeps them in a folder, which is made"
                        + " if need be; memory forgets all when the server ends.",
                "jdbc:URL keeps them in a PostgreSQL, MySQL, MariaDB or H2 database; user and password are in the"
                        + " environment variables " + DatabaseLog.USER + " and " + DatabaseLog.PASSWORD + "."
            })
    private String log = "";

    @Option(
            names = "--auth",
            paramLabel = "guest|jwt:FILE",
            defaultValue = "guest",
            description = {
                "Who may connect. guest, the default, believes a token guest:ID, or guest:ID NAME.",
                "jwt:FILE wants a JSON Web Token signed with HS256 and the secret in FILE (at least 32 bytes): sub is"
                        + " the user's id, name the name shown, exp the end, which must be given."
            })
    private String auth = "";

    @Option(
            names = "--insecure",
            description = "Let guests in although others than this machine can connect: anyone can be anyone.")
    private boolean insecure;

    @Option(
            names = "--origins",
            paramLabel = "ORIGIN",
            split = ",",
            description = "Web pages that may connect besides the server's own, such as https://chat.example.com.")
    private List<String> origins = List.of();

    @Option(
            names = "--limits",
            paramLabel = "default|open",
            defaultValue = "default",
            description = "open lifts the limits on rates and connections, for load tests.")
    private String limits = "";

    @Option(
            names = "--metrics",
            description =
                    "Show figures at /metrics on the page's port, for Prometheus. Whoever sees the page sees them.")
    private boolean metrics;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long ending may take, such as 500ms, 10s or 2m; at least 1s. Default ${DEFAULT-VALUE}.")
    private Duration drain = Duration.ZERO;

    /** Starts, says so, and stays. Whatever is wrong with the options is a {@link CommandLine.ParameterException}. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerSettings settings = settings();
        RunningServer server = start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "im-chat-end-0"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("READY ws=" + server.wsAddress() + " http=" + server.httpAddress());
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private static RunningServer start(ServerSettings settings) throws IOException {
        try {
            return RunningServer.start(settings);
        } catch (IOException failed) {
            if (!(failed.getCause() instanceof BindException)) throw failed;
            throw new IOException(failed.getMessage() + "; --bind, --ws-port and --http-port choose another", failed);
        }
    }

    /** What the options say, checked. */
    ServerSettings settings() {
        if (drain.compareTo(MIN_DRAIN) < 0) throw wrong("--drain is " + drain.toMillis() + " ms, must be at least 1s");
        InetAddress address = address();
        boolean guest = auth.equals("guest");
        if (guest && !insecure && !address.isLoopbackAddress()) {
            throw wrong("--auth guest believes anybody, and others than this machine can reach " + bind
                    + ": use --auth jwt:FILE, or add --insecure if that is what you want");
        }
        try {
            return new ServerSettings(
                    bind,
                    address,
                    port("--ws-port", wsPort),
                    port("--http-port", httpPort),
                    wsUrl == null ? null : ChatAddress.checked(wsUrl),
                    LogPlace.of(log),
                    Authentication.of(auth, Clock.systemUTC()),
                    Origins.checked(origins),
                    limits(),
                    metrics,
                    drain);
        } catch (IllegalArgumentException told) {
            throw wrong(String.valueOf(told.getMessage()));
        }
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException unknown) {
            throw wrong("--bind " + bind + " is no address of this machine");
        }
    }

    private int port(String option, int port) {
        if (port < 0 || port > 65_535) throw wrong(option + " is " + port + ", must be 0 to 65535");
        return port;
    }

    private Limits limits() {
        return switch (limits) {
            case "default" -> Limits.defaults();
            case "open" -> ServerSettings.openLimits();
            default -> throw wrong("--limits " + limits + " is not known: default or open");
        };
    }

    private CommandLine.ParameterException wrong(String sentence) {
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }

    /**
     * Runs when the process was told to end. A JVM that a signal ends reports the signal as its exit code whatever its
     * hooks do; ended in order is 0, and halt is how a hook can say so.
     */
    private static void end(RunningServer server) {
        server.drain();
        Runtime.getRuntime().halt(0);
    }
}
