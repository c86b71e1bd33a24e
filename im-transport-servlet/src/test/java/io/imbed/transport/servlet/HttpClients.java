package io.imbed.transport.servlet;

import java.net.http.HttpClient;
import java.time.Duration;

/** The client of all tests; what it keeps open, the next test uses again. */
final class HttpClients {
    static final HttpClient SHARED = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private HttpClients() {}
}
