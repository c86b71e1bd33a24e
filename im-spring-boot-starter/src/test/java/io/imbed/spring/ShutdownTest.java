package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class ShutdownTest {
    @Test
    void clientsAreToldAndSentElsewhereBeforeTheWebServerGoes() throws Exception {
        ConfigurableApplicationContext shop = SpringApplication.run(
                FormLoginTest.Shop.class, "--server.port=0", "--im.store.type=memory", "--im.shutdown.timeout=3s");
        int port = Integer.parseInt(shop.getEnvironment().getProperty("local.server.port", ""));
        Browser browser = new Browser(port);
        browser.login("alice");
        ChatSocket chat = browser.chat();
        chat.line("\"re\":1");

        CompletableFuture<Void> closing = CompletableFuture.runAsync(shop::close);

        chat.line("\"ev\":\"closing\"");
        assertThat(browser.get("/login").statusCode())
                .as("the web server is there still")
                .isEqualTo(200);
        assertThat(chat.closeCode()).isEqualTo(1012);
        closing.get(30, TimeUnit.SECONDS);
    }
}
