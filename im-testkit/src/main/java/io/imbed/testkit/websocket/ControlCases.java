package io.imbed.testkit.websocket;

import static io.imbed.testkit.websocket.Part.fails;
import static io.imbed.testkit.websocket.Part.hears;
import static io.imbed.testkit.websocket.Part.pongs;
import static io.imbed.testkit.websocket.Part.say;
import static io.imbed.testkit.websocket.Part.sayCut;
import static io.imbed.testkit.websocket.Part.trickle;

import java.util.List;
import java.util.stream.IntStream;

/** Section 5.5: pings and pongs. */
final class ControlCases {
    private ControlCases() {}

    static void addTo(CaseTable table) {
        pings(table);
        pongsUnasked(table);
        illFormed(table);
    }

    private static void pings(CaseTable table) {
        for (int size : List.of(0, 1, 2, 4, 64, 124, 125)) {
            String payload = "p".repeat(size);
            table.open("5.5.2", "a ping of " + size + " bytes", say(ClientFrame.ping(payload)), pongs(payload));
        }
        String everyByte = IntStream.range(0, 125)
                .collect(StringBuilder::new, (text, i) -> text.append((char) (2 * i + 1)), StringBuilder::append)
                .toString();
        table.open("5.5.2", "a ping of bytes that are no text", say(ClientFrame.ping(everyByte)), pongs(everyByte));
        table.open(
                "5.5.2", "a ping byte by byte", trickle(ClientFrame.ping("slow").bytes()), pongs("slow"));
        byte[] cut = ClientFrame.ping("cut").bytes();
        for (int at = 1; at < cut.length; at++) {
            table.open("5.5.2", "a ping cut behind the first " + at, sayCut(cut, at), pongs("cut"));
        }
        table.open(
                "5.5.3",
                "pings one after the other",
                say(ClientFrame.ping("a")),
                pongs("a"),
                say(ClientFrame.ping("b")),
                pongs("b"));
        List<String> many = IntStream.range(0, 10).mapToObj(i -> "ping " + i).toList();
        ClientFrame[] frames = many.stream().map(ClientFrame::ping).toArray(ClientFrame[]::new);
        table.open(
                "5.5.3",
                "pongs in the order of their pings, the last at least",
                say(frames),
                pongs(many.toArray(String[]::new)));
        table.open(
                "5.5.3",
                "a ping between messages",
                say(ClientFrame.text(Requests.ping(1)), ClientFrame.ping("x"), ClientFrame.text(Requests.ping(2))),
                hears(List.of(1L, 2L), List.of("x")));
    }

    private static void pongsUnasked(CaseTable table) {
        ClientFrame text = ClientFrame.text(Requests.ping(1));
        table.open("5.5.3", "a pong that nobody asked for", say(ClientFrame.pong("unasked"), text), hears(1));
        table.open("5.5.3", "an empty pong", say(ClientFrame.pong(""), text), hears(1));
        table.open("5.5.3", "a pong of 125 bytes", say(ClientFrame.pong("p".repeat(125)), text), hears(1));
        table.open(
                "5.5.3",
                "a pong is not answered, the ping behind it is",
                say(ClientFrame.pong("no"), ClientFrame.ping("yes")),
                pongs("yes"));
    }

    private static void illFormed(CaseTable table) {
        for (int opcode : List.of(ClientFrame.CLOSE, ClientFrame.PING, ClientFrame.PONG)) {
            byte[] two = {3, (byte) 0xe8};
            String name = opcode == ClientFrame.CLOSE ? "a close" : opcode == ClientFrame.PING ? "a ping" : "a pong";
            table.open(
                    "5.5", name + " in parts", say(ClientFrame.of(opcode, two).notFinal()), fails(1002));
            for (int size : List.of(126, 127, 1_000, 0x10000)) {
                byte[] payload = Bytes.join(two, new byte[size - 2]);
                table.open("5.5", name + " of " + size + " bytes", say(ClientFrame.of(opcode, payload)), fails(1002));
            }
            table.open(
                    "5.5", name + " that declares 2^62 bytes", say(ClientFrame.header(opcode, 1L << 62)), fails(1002));
        }
        table.open(
                "5.5",
                "a ping in parts within a message",
                say(ClientFrame.text("{").notFinal(), ClientFrame.ping("x").notFinal()),
                fails(1002));
    }
}
