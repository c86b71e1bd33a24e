package io.imbed.transport.servlet;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.spi.Authenticator;
import io.imbed.transport.ws.WsTransport;
import java.util.stream.IntStream;

/**
 * The server of a {@link WireComparison}: one chat, in Jetty with every wire and on a port of its own. Takes the numbers of
 * rooms and of members in each, says where it is, and runs until it is ended.
 */
final class ComparedServer {
    private static final int THREADS = 16;

    private ComparedServer() {}

    static String room(int number) {
        return "room" + number;
    }

    static String member(int room, int number) {
        return "member" + room + "-" + number;
    }

    public static void main(String[] args) throws Exception {
        int rooms = Integer.parseInt(args[0]);
        int members = Integer.parseInt(args[1]);
        ServletTransport servlet = ServletTransport.create();
        WsTransport ws = WsTransport.on(0);
        ImServer chat = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .limits(Limits.defaults()
                        .with(Limits.Rates.OPEN)
                        .with(new Limits.Connections(10_000, 1_000, 10_000, 8 * 1024)))
                .transport(servlet)
                .transport(ws)
                .build();
        for (int i = 0; i < rooms; i++) {
            int room = i;
            String[] users = IntStream.range(0, members)
                    .mapToObj(number -> member(room, number))
                    .toArray(String[]::new);
            chat.rooms().create(NewRoom.group(room(room)).members(users)).toCompletableFuture().join();
        }
        TestContainer container = TestContainer.Kind.JETTY.start(servlet, THREADS);
        chat.start();
        System.out.println("READY " + container.port() + " " + ws.port());
        Thread.currentThread().join();
    }
}
