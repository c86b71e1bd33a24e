package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps cookies, fills in login forms, and talks to the chat as a page of the application's would. */
final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final String home;
    private final String host;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private @Nullable String bearer;

    Browser(int port) {
        this.host = "127.0.0.1:" + port;
        this.home = "http://" + host;
    }

    Browser bearing(String token) {
        bearer = token;
        return this;
    }

    /** Returns where the application sends the user then. */
    String login(String user) throws Exception {
        HttpResponse<String> answer = submit("/login", "/login", "username=" + user + "&password=secret");
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    void logout() throws Exception {
        assertThat(submit("/logout", "/logout", "").statusCode()).isIn(204, 302); // by whether it asks for a page
    }

    private HttpResponse<String> submit(String form, String target, String fields) throws Exception {
        Matcher token = TOKEN.matcher(get(form).body());
        assertThat(token.find()).isTrue();
        return post(
                target,
                "application/x-www-form-urlencoded",
                fields + "&_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String type, String body, String... headers) throws Exception {
        return send(request(path, headers)
                .header("Content-Type", type)
                .header("Origin", home)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** From a page elsewhere. */
    HttpResponse<String> postFrom(String origin, String path, String body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(home + path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) request.headers(headers);
        if (bearer != null) request.header("Authorization", "Bearer " + bearer);
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Opens a WebSocket and says hello. */
    ChatSocket chat() throws Exception {
        ChatSocket socket = new ChatSocket();
        WebSocket.Builder builder =
                client.newWebSocketBuilder().subprotocols("im.v1").header("Origin", home);
        if (bearer != null) builder.header("Authorization", "Bearer " + bearer);
        WebSocket opened;
        try {
            opened = builder.buildAsync(URI.create("ws://" + host + "/im"), socket)
                    .get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception refused) throw refused;
            throw e;
        } catch (TimeoutException e) {
            throw new AssertionError("no WebSocket within 20 s", e);
        }
        socket.opened(opened);
        socket.send("{\"op\":\"hello\",\"id\":1,\"v\":1}");
        return socket;
    }
}
