package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.NewRoom;
import io.imbed.Rooms;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application that has declared nothing: Boot's own login form, Boot's own database. */
@DirtiesContext // ends before its database is deleted
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "im.shutdown.timeout=1s",
            "management.endpoint.health.show-details=always",
            "management.endpoint.health.show-components=always"
        })
class FormLoginTest {
    private static final String JSON = "application/json";
    private static final String HELLO = "{\"op\":\"hello\",\"id\":1,\"v\":1}";

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:h2:" + folder.resolve("shop"));
    }

    @Configuration
    @EnableAutoConfiguration
    static class Shop {
        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("alice").password("{noop}secret").build(),
                    User.withUsername("bob+shop@example.com")
                            .password("{noop}secret")
                            .build());
        }

        @RestController
        static class Orders {
            @PostMapping("/orders")
            String place() {
                return "placed";
            }
        }
    }

    @Value("${local.server.port}")
    int port;

    @Autowired
    Rooms rooms;

    @BeforeEach
    void makeRoom() throws Exception {
        if (rooms.find("general")
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .isPresent()) return;
        rooms.create(NewRoom.channel("general").title("General"))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private Browser loggedIn(String user) throws Exception {
        Browser browser = new Browser(port);
        browser.login(user);
        return browser;
    }

    @Test
    void twoUsersTalkOverWebSocketByTheirLogin() throws Exception {
        ChatSocket alice = loggedIn("alice").chat();
        ChatSocket bob = loggedIn("bob%2Bshop%40example.com").chat();
        assertThat(alice.line("\"re\":1")).contains("\"id\":\"alice\"");
        assertThat(bob.line("\"re\":1"))
                .contains("\"id\":\"bob~2Bshop@example.com\"", "\"name\":\"bob+shop@example.com\"");
        alice.send("{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
        bob.send("{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
        alice.line("\"re\":2");
        bob.line("\"re\":2");

        alice.send(
                "{\"op\":\"send\",\"id\":3,\"room\":\"general\",\"cid\":\"c1\",\"content\":{\"type\":\"text\",\"text\":\"hi bob\"}}");

        assertThat(bob.line("hi bob")).contains("\"alice\"");
    }

    @Test
    void longPollGoesByTheLoginAndWithoutCsrfToken() throws Exception {
        Browser alice = loggedIn("alice");

        HttpResponse<String> opened = alice.post("/im/open", JSON, HELLO);
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).contains("\"id\":\"alice\"");
        String connection = opened.headers().firstValue("Im-Connection").orElseThrow();
        assertThat(alice.post(
                                "/im/send",
                                JSON,
                                "{\"op\":\"join\",\"id\":2,\"room\":\"general\"}",
                                "Im-Connection",
                                connection)
                        .statusCode())
                .isEqualTo(202);
        String batch = opened.headers().firstValue("Im-Batch").orElseThrow();
        HttpResponse<String> polled = alice.get("/im/poll?wait=20000&ack=" + batch, "Im-Connection", connection);

        assertThat(polled.body()).contains("\"ev\":\"room\"", "\"id\":\"general\"");
        assertThat(loggedIn("bob%2Bshop%40example.com")
                        .get("/im/poll?ack=" + batch, "Im-Connection", connection)
                        .statusCode())
                .as("another user's connection is none")
                .isEqualTo(410);
    }

    @Test
    void withoutLoginNobodyComesInAndNoPageIsRemembered() throws Exception {
        Browser stranger = new Browser(port);

        assertThatThrownBy(stranger::chat)
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
        HttpResponse<String> refused = stranger.post("/im/open", JSON, HELLO);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).as("what clients show").isEqualTo("not logged in");
        assertThat(stranger.get("/im/poll?c=x").statusCode()).isEqualTo(401);
        assertThat(stranger.login("alice")).doesNotContain("/im");
    }

    @Test
    void csrfIsCheckedEverywhereElse() throws Exception {
        assertThat(loggedIn("alice").post("/orders", JSON, "{}").statusCode()).isEqualTo(403);
    }

    @Test
    void pagesOfOtherOriginsAndFormsAreRefused() throws Exception {
        Browser alice = loggedIn("alice");

        assertThat(alice.postFrom("https://evil.example", "/im/open", HELLO).statusCode())
                .isEqualTo(403);
        assertThat(alice.post("/im/open", "text/plain", HELLO).statusCode()).isEqualTo(415);
    }

    @Test
    void signOutEndsTheChatOfThatLoginOnly() throws Exception {
        Browser laptop = loggedIn("alice");
        ChatSocket there = laptop.chat();
        ChatSocket phone = loggedIn("alice").chat();
        there.line("\"re\":1");
        phone.line("\"re\":1");

        laptop.logout();

        // 1008 where the container was quicker: it has to end the WebSockets of an HTTP session, too (Jakarta WebSocket
        // 7.2).
        assertThat(there.closeCode()).isIn(4503, 1008);
        phone.send("{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
        phone.line("\"re\":2");
        assertThat(laptop.post("/im/open", JSON, HELLO).statusCode()).isEqualTo(401);
    }

    @Test
    void healthAndFiguresAreInTheActuator() throws Exception {
        Browser alice = loggedIn("alice");

        HttpResponse<String> health = alice.get("/actuator/health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"im\":{", "\"durability\":\"disk\"");
    }
}
