package io.imbed.benchmarks.others;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.messaging.simp.annotation.SubscribeMapping;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.stereotype.Controller;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.config.annotation.WebSocketTransportRegistration;

/**
 * STOMP over WebSocket with Spring's simple broker, as its documentation has it, in order in both directions: members
 * subscribe to the topic of their room and send to it. {@code application.properties} has what concerns Tomcat.
 */
@SpringBootApplication
@EnableWebSocketMessageBroker
public class StompServer implements WebSocketMessageBrokerConfigurer {
    private static final int SEND_MILLIS = 60_000;
    private static final int SEND_BUFFER_BYTES = 16 * 1024 * 1024;

    public static void main(String[] args) {
        ServletWebServerApplicationContext context =
                (ServletWebServerApplicationContext) SpringApplication.run(StompServer.class, args);
        System.out.println("READY ws=ws://127.0.0.1:" + context.getWebServer().getPort() + "/stomp version=Spring Boot "
                + SpringBootVersion.getVersion());
    }

    @Override
    public void registerStompEndpoints(StompEndpointRegistry registry) {
        registry.addEndpoint("/stomp");
        registry.setPreserveReceiveOrder(true);
    }

    @Override
    public void configureMessageBroker(MessageBrokerRegistry registry) {
        registry.enableSimpleBroker("/topic");
        registry.setApplicationDestinationPrefixes("/app");
        registry.setPreservePublishOrder(true);
    }

    /** With the defaults of 10 s and 512 KB members could be closed when it is saturated, and that is not asked here. */
    @Override
    public void configureWebSocketTransport(WebSocketTransportRegistration registry) {
        registry.setSendTimeLimit(SEND_MILLIS);
        registry.setSendBufferSizeLimit(SEND_BUFFER_BYTES);
    }

    /** Answers whoever has subscribed to a room before, since what comes from one member is handled in order. */
    @Controller
    static class Welcome {
        @SubscribeMapping("/welcome")
        String welcome() {
            return "you are in";
        }
    }
}
