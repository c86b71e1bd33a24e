package io.imbed.testkit.websocket;

import static io.imbed.testkit.websocket.Part.fails;
import static io.imbed.testkit.websocket.Part.say;
import static io.imbed.testkit.websocket.Part.sayCut;
import static io.imbed.testkit.websocket.Part.trickle;

import java.util.List;

/** Sections 5.6 and 8.1: text is UTF-8, wherever it is cut, and nothing else is text. */
final class TextCases {
    /** One character of each length. */
    private static final String MIXED = "kosmé€𝄞";

    private TextCases() {}

    static void addTo(CaseTable table) {
        good(table);
        cut(table);
        bad(table);
    }

    private static void good(CaseTable table) {
        for (int point : List.of(
                0x20, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x1ffff, 0x10fffe,
                0x10ffff)) {
            String name = "U+%04X is understood".formatted(point);
            understood(table, name, say(ClientFrame.text(Requests.twice(Character.toString(point)))));
        }
    }

    private static void cut(CaseTable table) {
        byte[] message = Bytes.utf8(Requests.twice(MIXED));
        int start = "{\"op\":\"ping\",\"".length();
        int length = Bytes.utf8(MIXED).length;
        for (int at = start; at <= start + length; at++) {
            List<byte[]> halves = Bytes.cut(message, at);
            ClientFrame first = ClientFrame.text(halves.get(0)).notFinal();
            ClientFrame second = ClientFrame.continuation(halves.get(1));
            understood(table, "fragments cut at byte " + (at - start) + " of " + MIXED, say(first, second));
            understood(
                    table,
                    "fragments with a ping between, cut at byte " + (at - start) + " of " + MIXED,
                    say(first, ClientFrame.pong("between"), second));
            understood(
                    table,
                    "writes cut at byte " + (at - start) + " of " + MIXED,
                    sayCut(ClientFrame.text(message).bytes(), 6 + at));
        }
        understood(table, "fragments of a byte of " + MIXED, say(FragmentCases.inPieces(message, 1)));
        understood(
                table,
                MIXED + " byte by byte",
                trickle(ClientFrame.text(message).bytes()));
    }

    private static void understood(CaseTable table, String name, Part said) {
        table.open("5.6", name, said, new Part.Objects());
    }

    private static void bad(CaseTable table) {
        for (String hex : List.of(
                "80",
                "bf",
                "8080", // nothing to continue
                "c0",
                "c3",
                "e282",
                "f09d84", // cut off at the end
                "c328",
                "e228a1",
                "e28228",
                "f0288cbc",
                "f09d2884",
                "f09d8428", // cut off by another
                "c080",
                "c1bf",
                "e08080",
                "e09fbf",
                "f0808080",
                "f08fbfbf", // longer than needed
                "eda080",
                "edafbf",
                "edb080",
                "edbfbf",
                "eda080edb080", // surrogates
                "f4908080",
                "f5808080",
                "f7bfbfbf", // beyond U+10FFFF
                "f888808080",
                "fc8480808080",
                "fe",
                "ff",
                "fefeffff")) { // no such byte
            byte[] bytes = Bytes.hex(hex);
            table.open("8.1", hex + " is no text", say(ClientFrame.text(bytes)), fails(1007));
            byte[] within = Bytes.join(Bytes.utf8("{\"x\":\""), bytes, Bytes.utf8("\"}"));
            table.open("8.1", hex + " within text", say(ClientFrame.text(within)), fails(1007));
            table.open("8.1", hex + " in fragments of a byte", say(FragmentCases.inPieces(within, 1)), fails(1007));
        }
    }
}
