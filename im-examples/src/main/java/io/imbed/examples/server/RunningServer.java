package io.imbed.examples.server;

import io.imbed.ImServer;
import io.imbed.NewRoom;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;
import io.imbed.transport.ws.WsTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A chat server with its page, both open. Threads: any. */
final class RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
    private static final String WS_PATH = "/im";
    /** The channel that everybody finds first. */
    private static final String GENERAL = "general";
    /** What the wire may take to say goodbye after the engine has drained; at most so much of the time for all. */
    private static final Duration GOODBYE = Duration.ofMillis(2_500);

    private final ServerSettings settings;
    private final ImServer server;
    private final WsTransport transport;
    private final HttpSite site;

    private RunningServer(ServerSettings settings, ImServer server, WsTransport transport, HttpSite site) {
        this.settings = settings;
        this.server = server;
        this.transport = transport;
        this.site = site;
    }

    /**
     * Opens both ports; returns once clients can connect.
     *
     * @throws IOException if one cannot be opened, with a sentence that says which and why; nothing stays open
     */
    static RunningServer start(ServerSettings settings) throws IOException {
        // The page's port first: its number is part of the origin that the WebSocket port has to know.
        HttpSite site = HttpSite.bind(settings.address(), settings.httpPort());
        @Nullable Storage storage = null;
        try {
            storage = settings.log().open();
            WsTransport transport = WsTransport.builder(settings.wsPort())
                    .address(settings.address())
                    .path(WS_PATH)
                    .origins(Origins.policy(settings, site.port()))
                    .build();
            Figures figures = settings.metrics() ? new Figures() : null;
            ImServer server = ImServer.builder(storage)
                    .transport(transport)
                    .authenticator(settings.authentication().authenticator())
                    .limits(settings.limits())
                    .metrics(figures == null ? MetricsSink.none() : figures.sink())
                    .build();
            createGeneral(server);
            server.start();
            RunningServer running = new RunningServer(settings, server, transport, site);
            site.open(
                    running.files(),
                    PageConfig.of(settings.authentication(), GENERAL),
                    running.chatAddress(),
                    running.probes(figures));
            return running;
        } catch (IOException | RuntimeException failed) {
            if (storage != null) storage.close();
            site.close();
            throw failed;
        }
    }

    /** Unless it is there from the last time. */
    private static void createGeneral(ImServer server) throws IOException {
        try {
            if (get(server.rooms().find(GENERAL)).isPresent()) return;
            get(server.rooms().create(NewRoom.channel(GENERAL).title("General")));
        } catch (ExecutionException | TimeoutException | InterruptedException failed) {
            server.close();
            throw new IOException("cannot create the room general: " + failed.getMessage(), failed);
        }
    }

    private static <T> T get(CompletionStage<T> stage)
            throws ExecutionException, TimeoutException, InterruptedException {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private StaticFiles files() {
        Map<String, byte[]> chat = BundledChat.files();
        if (!chat.isEmpty()) return StaticFiles.of(chat);
        return StaticFiles.of(new Page(wsAddress(), settings.authentication().howToChat()).files());
    }

    private Map<String, Supplier<Answer>> probes(@Nullable Figures figures) {
        HealthCheck check = new HealthCheck(
                new UpgradeProbe(settings.address(), transport.port(), WS_PATH),
                () -> server.health().toCompletableFuture().join(),
                System::nanoTime);
        Map<String, Supplier<Answer>> probes = new HashMap<>(check.pages());
        if (figures != null) probes.putAll(figures.pages());
        return probes;
    }

    private ChatAddress chatAddress() {
        String given = settings.wsUrl();
        if (given != null) return ChatAddress.at(given);
        boolean onAll = settings.address().isAnyLocalAddress();
        return onAll ? ChatAddress.besideThePage(transport.port(), WS_PATH) : ChatAddress.at(wsAddress());
    }

    /** Our own port's, also where browsers are told another. */
    String wsAddress() {
        return "ws://" + settings.urlHost() + ":" + transport.port() + WS_PATH;
    }

    String httpAddress() {
        return "http://" + settings.urlHost() + ":" + site.port() + "/";
    }

    /** Ends within the time that the settings give; whoever is still connected then is cut. */
    void drain() {
        Duration all = settings.drain();
        Duration quarter = all.dividedBy(4);
        Duration engine = all.minus(quarter.compareTo(GOODBYE) < 0 ? quarter : GOODBYE);
        long deadline = System.nanoTime() + all.toNanos() * 19 / 20;
        try {
            server.drain(engine).toCompletableFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            LOG.info("drained");
        } catch (TimeoutException late) {
            LOG.warn("some connections had not gone after {} ms and are cut", all.toMillis());
        } catch (ExecutionException failed) {
            LOG.error("could not drain", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        site.close();
    }
}
