package io.imbed.transport.servlet;

import io.imbed.Limits;
import io.imbed.testkit.BatchLedger;
import io.imbed.testkit.EngineEnd;
import io.imbed.testkit.ScriptedAcceptor;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A transport in a real container, an engine that does as it is told, and requests one at a time. */
final class HttpRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ScriptedAcceptor engine;
    final BatchLedger ledger = new BatchLedger();
    final ServletTransport transport;
    final TestContainer container;

    HttpRig(TestContainer.Kind kind, UnaryOperator<ServletTransport.Builder> options) throws Exception {
        this(kind, 200, Limits.defaults(), options);
    }

    HttpRig(TestContainer.Kind kind, int threads, Limits limits, UnaryOperator<ServletTransport.Builder> options)
            throws Exception {
        engine = new ScriptedAcceptor(limits);
        transport = options.apply(ServletTransport.builder()).build();
        container = kind.start(transport, threads, new LoginByHeader());
        transport.start(engine);
    }

    /** The container's login, as a test wishes it. */
    static final class LoginByHeader implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = ((HttpServletRequest) request).getHeader("User");
            chain.doFilter(
                    user == null
                            ? request
                            : new HttpServletRequestWrapper((HttpServletRequest) request) {
                                @Override
                                public Principal getUserPrincipal() {
                                    return () -> user;
                                }
                            },
                    response);
        }
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + container.port() + "/im" + path))
                .timeout(Duration.ofSeconds(40));
        if (headers.length > 0) request.headers(headers);
        return request;
    }

    HttpRequest.Builder post(String path, String body, String... headers) {
        return request(path, headers).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    /** A container may close a kept connection, and does behind a refused body: whoever meets that asks on another. */
    HttpResponse<String> exchange(HttpRequest.Builder request) throws Exception {
        try {
            return HttpClients.SHARED.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("received no bytes")) throw e;
            return HttpClients.SHARED.send(request.build(), BodyHandlers.ofString());
        }
    }

    CompletableFuture<HttpResponse<String>> exchangeLater(HttpRequest.Builder request) {
        return HttpClients.SHARED.sendAsync(request.build(), BodyHandlers.ofString());
    }

    int status(HttpRequest.Builder request) throws Exception {
        return exchange(request).statusCode();
    }

    /** Opens a connection without a line; returns its key. */
    String open(String... headers) throws Exception {
        HttpResponse<String> opened = exchange(post("/open", "", headers));
        if (opened.statusCode() != 200) throw new AssertionError(opened + opened.body());
        return opened.headers().firstValue("Im-Connection").orElseThrow();
    }

    HttpResponse<String> poll(String key, String query, String... headers) throws Exception {
        return exchange(request("/poll?" + query, headers).header("Im-Connection", key));
    }

    HttpResponse<String> send(String key, String lines, String... headers) throws Exception {
        return exchange(post("/send", lines, headers).header("Im-Connection", key));
    }

    void write(EngineEnd end, String lines) {
        end.connection().write(ledger.batch(lines, 1));
    }

    static String batch(HttpResponse<?> response) {
        return response.headers().firstValue("Im-Batch").orElseThrow();
    }

    @Override
    public void close() {
        try {
            transport.stop(Duration.ZERO).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            ledger.awaitAllReleased();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the transport does not stop", e);
        } finally {
            container.close();
        }
    }
}
