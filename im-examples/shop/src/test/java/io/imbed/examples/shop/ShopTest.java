package io.imbed.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.Rooms;
import io.imbed.SendOptions;
import io.imbed.hook.MessageSent;
import io.imbed.protocol.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.UserRequestPostProcessor;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;

@DirtiesContext // ends before its database is deleted
@SpringBootTest
@AutoConfigureMockMvc
class ShopTest {
    private static final long OOLONG = 2;
    private static final long SOLD_OUT = 3;
    private static final UserRequestPostProcessor ANN = user("Ann").roles(SecurityConfiguration.CUSTOMER);
    private static final UserRequestPostProcessor BEN = user("Ben").roles(SecurityConfiguration.SELLER);

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:h2:file:" + folder.resolve("shop"));
    }

    @TestConfiguration
    static class Listening {
        @Bean
        BlockingQueue<String> told() {
            return new LinkedBlockingQueue<>();
        }

        @Bean
        MessageSent listener(BlockingQueue<String> told) {
            return occurrence -> told.add(occurrence.message().content().fallback());
        }
    }

    @Autowired
    BlockingQueue<String> told;

    @Autowired
    Orders orders;

    @Autowired
    Rooms rooms;

    @Autowired
    MockMvc web;

    @BeforeEach
    void annHasLoggedIn(@Autowired CustomerRooms customers) throws Exception {
        completed(customers.open("Ann"));
        told.clear();
    }

    private static <T> T completed(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private CompletionStage<Result.Sent> annSays(String text) {
        return rooms.send(CustomerRooms.of("Ann"), Identity.of("Ann"), Draft.text(text), SendOptions.DEFAULT);
    }

    private String nextTold() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    private List<Long> placed() {
        return orders.of("Ann").stream().map(Orders.Order::id).toList();
    }

    @Test
    void orderAndItsNoticeAreCommittedTogether() throws Exception {
        long order = orders.place("Ann", OOLONG);

        assertThat(nextTold()).isEqualTo("Order " + order + " placed: Old tree oolong.");
        assertThat(placed()).contains(order);
    }

    @Test
    void orNeitherIs() throws Exception {
        List<Long> before = placed();

        assertThatThrownBy(() -> orders.place("Ann", SOLD_OUT)).isInstanceOf(Orders.SoldOut.class);

        assertThat(placed()).isEqualTo(before);
        long next = orders.place("Ann", OOLONG);
        assertThat(nextTold()).as("not the one before").startsWith("Order " + next + " placed");
    }

    @Test
    void sendingIsToldOnce() throws Exception {
        long order = orders.place("Ann", OOLONG);
        nextTold();

        orders.send(order);
        orders.send(order);
        orders.place("Ann", OOLONG);

        assertThat(nextTold()).isEqualTo("Order " + order + " is on its way.");
        assertThat(nextTold()).as("not the same again").contains("placed");
    }

    @Test
    void wordFilterSoftensAndRejects() throws Exception {
        completed(annSays("What the HECK is in this tea?"));

        assertThat(nextTold()).isEqualTo("What the **** is in this tea?");
        assertThatThrownBy(() -> completed(annSays("Coffee?"))).hasMessageContaining("we do not speak of coffee here");
    }

    @Test
    void strangersSeeTheLoginAndTheHealth() throws Exception {
        web.perform(get("/login"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("jasmine")));
        web.perform(get("/actuator/health")).andExpect(status().isOk());
        for (String path : List.of("/", "/chat/", "/chat/config.json", "/actuator/metrics")) {
            web.perform(get(path)).andExpect(redirectedUrlPattern("**/login"));
        }
    }

    @Test
    void eachSeesAndDoesTheirOwn() throws Exception {
        web.perform(get("/").with(ANN)).andExpect(content().string(containsString("Spring rain")));
        web.perform(get("/").with(BEN)).andExpect(content().string(containsString("/actuator/health")));
        web.perform(post("/orders").param("tea", "1").with(BEN).with(csrf())).andExpect(status().isForbidden());
        web.perform(post("/orders/1/sent").with(ANN).with(csrf())).andExpect(status().isForbidden());
        web.perform(post("/orders").param("tea", "1").with(ANN)).andExpect(status().isForbidden()); // no CSRF token
        web.perform(get("/actuator/metrics").with(ANN)).andExpect(status().isForbidden());
        web.perform(get("/actuator/metrics").with(BEN)).andExpect(content().string(containsString("\"im.")));
        web.perform(get("/actuator/health").with(BEN)).andExpect(content().string(containsString("\"im\":{")));
    }

    @Test
    void chatPageMayDoWhatItNeedsAndTheShopLess() throws Exception {
        web.perform(get("/chat/").with(ANN)).andExpect(status().isOk());
        web.perform(get("/chat/config.json").with(ANN))
                .andExpect(content().string(containsString("\"auth\":\"host\"")))
                .andExpect(header().string(
                                "Content-Security-Policy", containsString("require-trusted-types-for 'script'")))
                .andExpect(header().string("Content-Security-Policy", containsString("connect-src 'self'")));
        web.perform(get("/").with(ANN))
                .andExpect(header().string("Content-Security-Policy", containsString("default-src 'none'; style-src")));
    }
}
