package io.imbed.testkit.authorisation;

import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.hook.BeforeConnect;
import io.imbed.hook.Connected;
import io.imbed.hook.Denied;
import io.imbed.hook.Disconnected;
import io.imbed.hook.Verdict;
import io.imbed.spi.Handshake;
import io.imbed.spi.Transport;
import io.imbed.testkit.TransportContract.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server behind the transport under test, and those who talk to it. It believes whoever shows a token of
 * {@link Secrets#token}; two users are trouble. Threads: one.
 */
final class Company implements AutoCloseable {
    /** Makes the authenticator fail, saying all it knows. */
    static final String AUTHENTICATOR_FAILS = "trouble-authenticator";
    /** Makes a hook do so. */
    static final String HOOK_FAILS = "trouble-hook";

    private static final long SECONDS = 20;

    private final Connector connector;
    private final List<Speaker> speakers = new ArrayList<>();
    private final Map<String, Speaker> sessions = new LinkedHashMap<>();
    private final ImServer server;

    /** Connects a client that shows these headers. */
    @FunctionalInterface
    interface Connector {
        Wire connect(Map<String, String> headers) throws Exception;
    }

    Company(Transport transport, Connector connector, Overheard overheard) throws Exception {
        this.connector = connector;
        this.server = ImServer.builder(MemoryStorage.create())
                .transport(transport)
                .limits(limits())
                .authenticator(Company::authenticate)
                .metrics(overheard)
                .on(BeforeConnect.class, attempt -> {
                    if (!attempt.identity().id().equals(HOOK_FAILS)) return Verdict.allow();
                    throw new IllegalStateException(
                            attempt.handshake().headers().toString());
                })
                .on(Connected.class, told -> overheard.hook(told))
                .on(Disconnected.class, told -> overheard.hook(told))
                .on(Denied.class, told -> overheard.hook(told))
                .build();
        server.start();
    }

    private static CompletionStage<Optional<Identity>> authenticate(Handshake handshake, @Nullable String token) {
        if (token == null || !token.startsWith(Secrets.token(""))) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        String user = token.substring(Secrets.token("").length());
        if (user.equals(AUTHENTICATOR_FAILS)) {
            throw new IllegalArgumentException(
                    "no key for " + token,
                    new IllegalStateException(handshake.headers().toString()));
        }
        return CompletableFuture.completedFuture(
                Optional.of(new Identity(user, user, null, Map.of("secret", Secrets.ATTRIBUTE), null)));
    }

    /** Nobody here is slow, too many or too fast. */
    private static Limits limits() {
        Limits defaults = Limits.defaults();
        Limits.Times times = defaults.times();
        return defaults.with(Limits.Rates.OPEN)
                .with(new Limits.Connections(1_000, 100, 1_000, 8 * 1024))
                .with(new Limits.Times(
                        times.hello(),
                        Duration.ofMinutes(10),
                        times.pong(),
                        times.lag(),
                        times.send(),
                        times.drainNotice(),
                        times.drainSpread()));
    }

    ImServer server() {
        return server;
    }

    /** Somebody who has not said who it is. */
    Speaker connect() throws Exception {
        Speaker speaker = new Speaker(connector.connect(Secrets.HEADERS));
        speakers.add(speaker);
        return speaker;
    }

    /** Another session of a user's. */
    Speaker signIn(String user) throws Exception {
        Speaker speaker = connect();
        if (speaker.ask("hello", hello(user)).has("error")) throw new AssertionError("no session for " + user);
        return speaker;
    }

    static String hello(String user) {
        return "\"v\":1,\"token\":\"" + Secrets.token(user) + "\"";
    }

    /** The one session of a user's that is always the same. */
    Speaker session(String user) throws Exception {
        Speaker session = sessions.get(user);
        if (session == null) {
            session = signIn(user);
            sessions.put(user, session);
        }
        return session;
    }

    <T> T host(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    /** Everybody who ever spoke. */
    List<Speaker> speakers() {
        return speakers;
    }

    @Override
    public void close() {
        speakers.forEach(Speaker::leave);
        server.close();
    }
}
