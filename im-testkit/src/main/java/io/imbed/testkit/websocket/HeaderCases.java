package io.imbed.testkit.websocket;

import static io.imbed.testkit.websocket.Part.fails;
import static io.imbed.testkit.websocket.Part.hears;
import static io.imbed.testkit.websocket.Part.pongs;
import static io.imbed.testkit.websocket.Part.say;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Section 5.2: the bits of a header, and 5.3: its mask. */
final class HeaderCases {
    private HeaderCases() {}

    static void addTo(CaseTable table) {
        masks(table);
        unmasked(table);
        reservedBits(table);
        opcodes(table);
    }

    private static void masks(CaseTable table) {
        for (int mask : List.of(0, -1, 1, 0x01020304, 0x80000000, 0xff00ff00, 0x7b226f70)) {
            String name = "mask " + Integer.toHexString(mask);
            table.open("5.3", name, say(ClientFrame.text(Requests.ping(1)).mask(mask)), hears(1));
        }
        for (int size = 60; size < 64; size++) {
            table.open(
                    "5.3",
                    "a masked text of " + size + " bytes",
                    say(ClientFrame.text(Requests.ping(1, size))),
                    hears(1));
        }
        for (int size = 1; size <= 5; size++) {
            String payload = "abcde".substring(0, size);
            table.open("5.3", "a masked ping of " + size + " bytes", say(ClientFrame.ping(payload)), pongs(payload));
        }
        List<byte[]> halves = Bytes.cut(Bytes.utf8(Requests.ping(1)), 7);
        table.open(
                "5.3",
                "each fragment has a mask of its own",
                say(
                        ClientFrame.text(halves.get(0)).mask(0x11223344).notFinal(),
                        ClientFrame.continuation(halves.get(1)).mask(0x55667788)),
                hears(1));
    }

    private static void unmasked(CaseTable table) {
        each().forEach((name, frame) ->
                table.open("5.1", name + " without a mask", say(frame.unmasked()), fails(1002)));
        for (int size : List.of(0, 126, 1_000)) {
            ClientFrame frame = ClientFrame.text("x".repeat(size)).unmasked();
            table.open("5.1", "a text of " + size + " bytes without a mask", say(frame), fails(1002));
        }
        table.open(
                "5.1",
                "a frame without a mask behind one with",
                say(ClientFrame.text(Requests.ping(1))),
                hears(1),
                say(ClientFrame.text(Requests.ping(2)).unmasked()),
                fails(1002));
        table.open(
                "5.1",
                "a fragment without a mask behind one with",
                say(
                        ClientFrame.text("{").notFinal(),
                        ClientFrame.continuation(Bytes.utf8("}")).unmasked()),
                fails(1002));
    }

    private static void reservedBits(CaseTable table) {
        for (int bits = 1; bits < 8; bits++) {
            int reserved = bits;
            each().forEach((name, frame) -> table.open(
                    "5.2", name + " with reserved bits " + reserved, say(frame.reserved(reserved)), fails(1002)));
        }
        table.open(
                "5.2",
                "a continuation with a reserved bit",
                say(
                        ClientFrame.text("{").notFinal(),
                        ClientFrame.continuation(Bytes.utf8("}")).reserved(4)),
                fails(1002));
    }

    private static void opcodes(CaseTable table) {
        for (int opcode : List.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)) {
            ClientFrame frame = ClientFrame.of(opcode, Bytes.utf8("x"));
            table.open("5.2", "opcode " + opcode, say(frame), fails(1002));
            table.open("5.2", "opcode " + opcode + " in parts", say(frame.notFinal()), fails(1002));
            table.open("5.2", "opcode " + opcode + " and empty", say(ClientFrame.of(opcode, new byte[0])), fails(1002));
        }
        // im.v1 speaks text alone: PROTOCOL.md, "Transport and framing".
        table.open("7.4.1", "a binary message", say(ClientFrame.of(ClientFrame.BINARY, Bytes.utf8("x"))), fails(1003));
        table.open(
                "7.4.1", "an empty binary message", say(ClientFrame.of(ClientFrame.BINARY, new byte[0])), fails(1003));
        table.open(
                "7.4.1",
                "the first part of a binary message",
                say(
                        ClientFrame.of(ClientFrame.BINARY, Bytes.utf8("x")).notFinal(),
                        ClientFrame.continuation(new byte[0])),
                fails(1003));
    }

    private static Map<String, ClientFrame> each() {
        Map<String, ClientFrame> frames = new LinkedHashMap<>();
        frames.put("a text", ClientFrame.text(Requests.ping(1)));
        frames.put("a binary", ClientFrame.of(ClientFrame.BINARY, Bytes.utf8("x")));
        frames.put("a ping", ClientFrame.ping("x"));
        frames.put("a pong", ClientFrame.pong("x"));
        frames.put("a close", ClientFrame.close(1000, ""));
        return frames;
    }
}
