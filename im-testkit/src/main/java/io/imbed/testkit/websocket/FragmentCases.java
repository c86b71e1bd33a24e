package io.imbed.testkit.websocket;

import static io.imbed.testkit.websocket.Part.closes;
import static io.imbed.testkit.websocket.Part.fails;
import static io.imbed.testkit.websocket.Part.hears;
import static io.imbed.testkit.websocket.Part.say;
import static io.imbed.testkit.websocket.Part.trickle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Section 5.4: messages in parts. */
final class FragmentCases {
    private static final byte[] EMPTY = {};

    private FragmentCases() {}

    static void addTo(CaseTable table, int max) {
        byte[] message = Bytes.utf8(Requests.ping(1));
        for (int at = 0; at <= message.length; at++) {
            List<byte[]> halves = Bytes.cut(message, at);
            table.open(
                    "5.4",
                    "two fragments, of " + at + " and " + (message.length - at) + " bytes",
                    say(ClientFrame.text(halves.get(0)).notFinal(), ClientFrame.continuation(halves.get(1))),
                    hears(1));
        }
        inOrder(table, message);
        withControlFrames(table, message);
        outOfOrder(table);
        tooLong(table, max);
    }

    private static void inOrder(CaseTable table, byte[] message) {
        table.open("5.4", "fragments of a byte", say(inPieces(message, 1)), hears(1));
        table.open("5.4", "fragments of a byte, byte by byte", trickle(Bytes.join(inPieces(message, 1))), hears(1));
        table.open("5.4", "each fragment in a write of its own", new Part.Say(each(inPieces(message, 3))), hears(1));
        table.open(
                "5.4",
                "empty fragments before, between and behind",
                say(
                        ClientFrame.text(EMPTY).notFinal(),
                        ClientFrame.continuation(EMPTY).notFinal(),
                        ClientFrame.continuation(message).notFinal(),
                        ClientFrame.continuation(EMPTY).notFinal(),
                        ClientFrame.continuation(EMPTY)),
                hears(1));
        table.open(
                "5.4",
                "a message in parts that is empty",
                say(ClientFrame.text(EMPTY).notFinal(), ClientFrame.continuation(EMPTY)),
                new Part.Objects());
        table.open("5.4", "two messages in one write", say(whole(1), whole(2)), hears(1, 2));
        table.open(
                "5.4",
                "two messages in parts, one behind the other",
                say(Bytes.join(
                        Bytes.join(inPieces(message, 5)), Bytes.join(inPieces(Bytes.utf8(Requests.ping(2)), 5)))),
                hears(1, 2));
        table.open(
                "5.4",
                "a whole message behind one in parts",
                say(Bytes.join(Bytes.join(inPieces(message, 5)), whole(2).bytes())),
                hears(1, 2));
        table.open(
                "5.6",
                "several lines in one message",
                say(ClientFrame.text(Requests.ping(1) + "\n" + Requests.ping(2) + "\n" + Requests.ping(3))),
                hears(1, 2, 3));
    }

    private static void withControlFrames(CaseTable table, byte[] message) {
        ClientFrame[] parts = inPieces(message, 8);
        List<ClientFrame> frames = new ArrayList<>();
        List<String> pings = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            frames.add(parts[i]);
            if (i == parts.length - 1) break;
            pings.add("between " + i);
            frames.add(ClientFrame.ping(pings.get(i)));
            frames.add(ClientFrame.pong("unasked"));
        }
        ClientFrame[] all = frames.toArray(ClientFrame[]::new);
        table.open("5.4", "pings and pongs between fragments", say(all), hears(List.of(1L), pings));
        table.open(
                "5.4",
                "pings and pongs between fragments, byte by byte",
                trickle(Bytes.join(all)),
                hears(List.of(1L), pings));
        table.open(
                "5.4",
                "a ping is answered before the message is complete",
                say(parts[0], ClientFrame.ping("now")),
                Part.pongs("now"),
                say(Arrays.copyOfRange(parts, 1, parts.length)),
                hears(1));
        table.open("5.4", "a close between fragments", say(parts[0], ClientFrame.close(1000, "")), closes(1000));
    }

    private static void outOfOrder(CaseTable table) {
        ClientFrame text = ClientFrame.text("{");
        ClientFrame continuation = ClientFrame.continuation(Bytes.utf8("}"));
        table.open("5.4", "a continuation of nothing", say(continuation), fails(1002));
        table.open("5.4", "a continuation of nothing that goes on", say(continuation.notFinal()), fails(1002));
        table.open("5.4", "an empty continuation of nothing", say(ClientFrame.continuation(EMPTY)), fails(1002));
        table.open(
                "5.4",
                "a continuation of a message that is complete",
                say(whole(1)),
                hears(1),
                say(continuation),
                fails(1002));
        table.open(
                "5.4",
                "one continuation too many",
                say(inPieces(Bytes.utf8(Requests.ping(1)), 8)),
                hears(1),
                say(continuation),
                fails(1002));
        table.open("5.4", "a text within a message", say(text.notFinal(), text), fails(1002));
        table.open("5.4", "a part of a text within a message", say(text.notFinal(), text.notFinal()), fails(1002));
        table.open("5.4", "an empty text within a message", say(text.notFinal(), ClientFrame.text(EMPTY)), fails(1002));
        table.open(
                "5.4",
                "a binary within a message",
                say(text.notFinal(), ClientFrame.of(ClientFrame.BINARY, EMPTY)),
                fails(1002, 1003));
        table.open(
                "5.4",
                "a text behind fragments and a ping",
                say(text.notFinal(), ClientFrame.ping(""), text),
                fails(1002));
    }

    private static void tooLong(CaseTable table, int max) {
        byte[] longest = Bytes.utf8(Requests.ping(1, max));
        table.open("10.4", "fragments of as many bytes as may be", say(inPieces(longest, 1_000)), hears(1));
        byte[] tooLong = Bytes.utf8(Requests.ping(1, max + 1));
        table.open("10.4", "fragments of a byte too many", say(inPieces(tooLong, 1_000)), fails(1009));
        table.open(
                "10.4",
                "a last fragment that declares a byte too many",
                say(Bytes.join(
                        ClientFrame.text(longest).notFinal().bytes(),
                        ClientFrame.continuation(new byte[] {' '}).bytes())),
                fails(1009));
        ClientFrame[] endless = new ClientFrame[2 * max];
        Arrays.fill(endless, ClientFrame.continuation(EMPTY).notFinal());
        endless[0] = ClientFrame.text(EMPTY).notFinal();
        table.open("10.4", "empty fragments without end", say(endless), fails(1008, 1009));
        table.open(
                "10.4",
                "each message counts afresh",
                say(inPieces(longest, 9_000)),
                hears(1),
                say(ClientFrame.text(Requests.ping(2, max))),
                hears(2));
    }

    private static ClientFrame whole(long id) {
        return ClientFrame.text(Requests.ping(id));
    }

    /** A message in fragments of so many bytes. */
    static ClientFrame[] inPieces(byte[] message, int size) {
        int count = (message.length + size - 1) / size;
        ClientFrame[] frames = new ClientFrame[count];
        for (int i = 0; i < count; i++) {
            byte[] payload = Arrays.copyOfRange(message, i * size, Math.min(message.length, (i + 1) * size));
            frames[i] = i == 0 ? ClientFrame.text(payload) : ClientFrame.continuation(payload);
            if (i < count - 1) frames[i] = frames[i].notFinal();
        }
        return frames;
    }

    private static List<byte[]> each(ClientFrame... frames) {
        return Arrays.stream(frames).map(ClientFrame::bytes).toList();
    }
}
