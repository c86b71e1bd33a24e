package io.imbed.examples;

import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.HookOptions;
import io.imbed.hook.Occurrence;
import io.imbed.hook.Offline;
import io.imbed.protocol.Content;
import io.imbed.spi.Authenticator;
import io.imbed.transport.ws.WsTransport;
import java.time.Duration;
import java.util.List;

/**
 * Tells those who are not connected that something was said: after a message is stored, the hook gets it with the members
 * that have no session, at most a hundred in one call. It may block; a slow push service delays no message.
 */
public final class PushOffline {
    /** Your push service. */
    interface Push {
        void notify(List<String> users, String title, String text) throws Exception;
    }

    private final Push push;

    PushOffline(Push push) {
        this.push = push;
    }

    private void missed(Occurrence.Offline missed) throws Exception {
        Content content = missed.message().content(); // null once the message was taken back
        String text = content == null ? "" : content.fallback();
        push.notify(missed.users(), missed.message().senderName(), text);
    }

    ImServer server(WsTransport transport) {
        return ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                // Ten seconds for a call, and a thousand may wait; beyond that a push is lost, and counted.
                .on(
                        Offline.class,
                        this::missed,
                        HookOptions.DEFAULT.withTimeout(Duration.ofSeconds(10)).withConcurrency(4, 1_000))
                .transport(transport)
                .build();
    }

    public static void main(String[] args) throws Exception {
        Push console = (users, title, text) -> System.out.println("to " + users + ": " + title + " says " + text);
        ImServer chat = new PushOffline(console).server(WsTransport.on(8081));
        chat.rooms().create(NewRoom.group("team").title("Team").owner("alice").members("bob", "carol"));
        chat.start();
    }
}
