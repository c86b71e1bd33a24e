package io.imbed.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.spi.OriginPolicy;
import io.imbed.testkit.ConnectRefusedException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which pages may ask, on every way in, and what a browser is told of it. */
class OriginTest {
    private static final String PARTNER = "https://partner.example";

    private static HttpRig rig(TestContainer.Kind kind) throws Exception {
        return new HttpRig(kind, options -> options.origins(OriginPolicy.pagesFrom(PARTNER, "null")));
    }

    @ParameterizedTest
    @EnumSource
    void foreignPageIsRefusedEverywhere(TestContainer.Kind kind) throws Exception {
        try (HttpRig rig = rig(kind)) {
            String key = rig.open();
            for (String origin :
                    new String[] {"https://evil.example", "https://partner.example:8443", "http://127.0.0.1:1"}) {
                for (String path : new String[] {"/events", "/poll", "/"}) {
                    HttpResponse<String> refused =
                            rig.exchange(rig.request(path, "Origin", origin, "Im-Connection", key));
                    assertThat(refused.statusCode()).as(path + " for " + origin).isEqualTo(403);
                    assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
                            .isEmpty();
                }
                for (String path : new String[] {"/open", "/send", "/close"}) {
                    assertThat(rig.status(rig.post(path, "{}", "Origin", origin, "Im-Connection", key)))
                            .isEqualTo(403);
                }
                assertThat(preflight(rig, origin).statusCode()).isEqualTo(403);
                assertThatThrownBy(() ->
                                SocketClient.open(rig.container.port(), socket -> socket.header("Origin", origin)))
                        .isInstanceOfSatisfying(
                                ConnectRefusedException.class,
                                e -> assertThat(e.status()).isEqualTo(403));
            }
            // Two origins are none.
            assertThat(rig.status(rig.post("/open", "", "Origin", PARTNER, "Origin", PARTNER)))
                    .isEqualTo(403);
            assertThat(rig.engine.next().heard()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void listedPageMayReadAnswersAndBringCookies(TestContainer.Kind kind) throws Exception {
        try (HttpRig rig = rig(kind)) {
            letsSocketIn(rig, PARTNER);
            HttpResponse<String> opened = rig.exchange(rig.post("/open", "", "Origin", PARTNER));

            assertThat(opened.statusCode()).isEqualTo(200);
            assertThat(opened.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains(PARTNER);
            assertThat(opened.headers().firstValue("Access-Control-Allow-Credentials"))
                    .contains("true");
            assertThat(opened.headers().firstValue("Access-Control-Expose-Headers"))
                    .contains("Im-Connection, Im-Batch");
            assertThat(opened.headers().allValues("Vary")).anyMatch(value -> value.contains("Origin"));
            HttpResponse<String> asked = preflight(rig, PARTNER);
            assertThat(asked.statusCode()).isEqualTo(204);
            assertThat(asked.headers().firstValue("Access-Control-Allow-Methods"))
                    .contains("GET, POST");
            assertThat(asked.headers()
                            .firstValue("Access-Control-Allow-Headers")
                            .orElseThrow())
                    .contains("Content-Type", "Im-Connection", "Im-Seq", "Im-Ack", "Last-Event-ID");
            // A page without an origin of its own is let in where it is listed, but not as the user.
            HttpResponse<String> opaque = rig.exchange(rig.post("/open", "", "Origin", "null"));
            assertThat(opaque.headers().firstValue("Access-Control-Allow-Origin"))
                    .contains("null");
            assertThat(opaque.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ownPageNeedsNoListing(TestContainer.Kind kind) throws Exception {
        try (HttpRig rig = rig(kind)) {
            String own = "http://127.0.0.1:" + rig.container.port();

            letsSocketIn(rig, own);
            HttpResponse<String> opened = rig.exchange(rig.post("/open", "", "Origin", own));

            assertThat(opened.statusCode()).isEqualTo(200);
            assertThat(opened.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
        try (HttpRig strict = new HttpRig(kind, options -> options.ownPages(false))) {
            String own = "http://127.0.0.1:" + strict.container.port();
            assertThat(strict.status(strict.post("/open", "", "Origin", own))).isEqualTo(403);
        }
    }

    /** As far as the engine: the handshake alone ends before it has heard of the socket. */
    private static void letsSocketIn(HttpRig rig, String origin) throws Exception {
        SocketClient client = SocketClient.open(rig.container.port(), socket -> socket.header("Origin", origin));
        rig.engine.next();
        client.vanish();
    }

    private static HttpResponse<String> preflight(HttpRig rig, String origin) throws Exception {
        return rig.exchange(rig.request("/open", "Origin", origin, "Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    }
}
