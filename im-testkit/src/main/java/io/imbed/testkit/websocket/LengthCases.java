package io.imbed.testkit.websocket;

import static io.imbed.testkit.websocket.Part.fails;
import static io.imbed.testkit.websocket.Part.hears;
import static io.imbed.testkit.websocket.Part.say;
import static io.imbed.testkit.websocket.Part.sayCut;
import static io.imbed.testkit.websocket.Part.trickle;

import io.imbed.testkit.websocket.ClientFrame.Length;
import io.imbed.testkit.websocket.Profile.Leeway;
import java.util.List;

/** Section 5.2: how long a frame is, and 10.4: how long it may be. */
final class LengthCases {
    private LengthCases() {}

    static void addTo(CaseTable table, int max) {
        whole(table, max);
        cutHeaders(table, max);
        longerThanNeeded(table);
        tooLong(table, max);
    }

    private static void whole(CaseTable table, int max) {
        for (int size :
                List.of(40, 124, 125, 126, 127, 128, 255, 256, 257, 4_096, 16_383, 16_384, 32_768, max - 1, max)) {
            table.open("5.2", "a message of " + size + " bytes", say(ping(size)), hears(1));
        }
        for (int size : List.of(125, 126, 300)) {
            table.open(
                    "5.2",
                    "a message of " + size + " bytes, byte by byte",
                    trickle(ping(size).bytes()),
                    hears(1));
        }
        table.open("5.2", "an empty message", say(ClientFrame.text("")), new Part.Objects());
    }

    private static void cutHeaders(CaseTable table, int max) {
        for (int size : max > 0xffff ? List.of(100, 1_000, 0x10000) : List.of(100, 1_000)) {
            int header = size < 126 ? 6 : size <= 0xffff ? 8 : 14;
            for (int at = 1; at <= header; at++) {
                String name = "a header of " + header + " bytes cut behind the first " + at;
                table.open("5.2", name, sayCut(ping(size).bytes(), at), hears(1));
            }
        }
    }

    private static void longerThanNeeded(CaseTable table) {
        for (int size : List.of(0, 40, 125)) {
            byte[] payload = size == 0 ? new byte[0] : Bytes.utf8(Requests.ping(1, size));
            longer(table, ClientFrame.text(payload).length(Length.TWO_BYTES), size + " bytes of text, length in two");
            longer(
                    table,
                    ClientFrame.text(payload).length(Length.EIGHT_BYTES),
                    size + " bytes of text, length in eight");
        }
        for (int size : List.of(126, 1_000, 0xffff)) {
            longer(table, ping(size).length(Length.EIGHT_BYTES), size + " bytes of text, length in eight");
        }
        for (Length form : List.of(Length.TWO_BYTES, Length.EIGHT_BYTES)) {
            table.open(
                    "5.5",
                    "a ping with its length in " + form,
                    say(ClientFrame.ping("x").length(form)),
                    fails(1002));
            table.open(
                    "5.5",
                    "a close with its length in " + form,
                    say(ClientFrame.close(1000, "").length(form)),
                    fails(1002));
        }
    }

    private static void longer(CaseTable table, ClientFrame frame, String name) {
        table.openUnless(Leeway.LONG_LENGTHS, "5.2", name, say(frame), fails(1002));
    }

    private static void tooLong(CaseTable table, int max) {
        for (long size : List.of(max + 1L, 1L << 24, (1L << 31) - 1, 1L << 31, 1L << 32, 1L << 40, Long.MAX_VALUE)) {
            table.open(
                    "10.4", "a header that declares " + size + " bytes", say(ClientFrame.header(1, size)), fails(1009));
        }
        for (long size : List.of(Long.MIN_VALUE, Long.MIN_VALUE | 5, -1L)) {
            table.open(
                    "5.2",
                    "a length with its highest bit set, " + Long.toHexString(size),
                    say(ClientFrame.header(1, size)),
                    fails(1002, 1009));
        }
        table.open("10.4", "a message that is a byte too long", say(ping(max + 1)), fails(1009));
        table.open(
                "10.4",
                "a message that is too long behind one that is not",
                say(ClientFrame.text(Requests.ping(1))),
                hears(1),
                say(ping(max + 1)),
                fails(1009));
    }

    private static ClientFrame ping(int size) {
        return ClientFrame.text(Requests.ping(1, size));
    }
}
