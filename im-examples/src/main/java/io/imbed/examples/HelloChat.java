package io.imbed.examples;

import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.spi.Authenticator;
import io.imbed.transport.ws.WsTransport;

public class HelloChat {
    public static void main(String[] args) throws Exception {
        ImServer chat = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests()) // a token "guest:alice" is alice; bring your own for real users
                .transport(WsTransport.on(8081))
                .build();
        chat.rooms().create(NewRoom.channel("general").title("General"));
        chat.start();
    }
}
