package io.imbed.examples;

import io.imbed.Draft;
import io.imbed.client.ImClient;
import io.imbed.protocol.Content;
import io.imbed.protocol.Message;
import java.net.URI;

/** A bot: answers what is said in a room. Reconnecting, resending and catching up are the client's. */
public final class EchoBot {
    private static final String NAME = "echo";

    private EchoBot() {}

    static ImClient start(URI server, String room) {
        ImClient bot = ImClient.builder(server).token("guest:" + NAME).build();
        bot.onMessage(message -> answer(bot, message));
        bot.connect();
        bot.room(room).join();
        return bot;
    }

    private static void answer(ImClient bot, Message message) {
        Content content = message.content();
        if (content == null || message.sender().equals(NAME)) return;
        bot.room(message.room())
                .send(Draft.text("You said: " + content.fallback()).withReplyTo(message.seq()));
    }

    public static void main(String[] args) {
        start(URI.create("ws://127.0.0.1:8081/im"), "general");
    }
}
