package io.imbed.transport.servlet;

import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.spi.Authenticator;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;

/** README's server in embedded Jetty. */
final class ChatOnJetty {
    private ChatOnJetty() {}

    record Running(ImServer chat, Server jetty) {}

    static Running start(int port) throws Exception {
        ServletTransport transport = ServletTransport.create();
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServletContainerInitializer((classes, started) -> transport.install(started, "/im"));
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        Server jetty = new Server(port);
        jetty.setHandler(context);
        ImServer chat = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .transport(transport)
                .build();
        chat.rooms().create(NewRoom.channel("general").title("General"));
        chat.start();
        jetty.start();
        return new Running(chat, jetty);
    }
}
