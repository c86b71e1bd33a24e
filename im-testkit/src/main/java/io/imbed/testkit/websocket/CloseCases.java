package io.imbed.testkit.websocket;

import static io.imbed.testkit.websocket.Part.closes;
import static io.imbed.testkit.websocket.Part.fails;
import static io.imbed.testkit.websocket.Part.hears;
import static io.imbed.testkit.websocket.Part.say;
import static io.imbed.testkit.websocket.Part.sayCut;
import static io.imbed.testkit.websocket.Part.trickle;

import java.util.List;

/** Sections 5.5.1 and 7: how a WebSocket ends. */
final class CloseCases {
    private static final ClientFrame CLOSE = ClientFrame.close(1000, "");

    private CloseCases() {}

    static void addTo(CaseTable table) {
        codes(table);
        reasons(table);
        handshakes(table);
        streams(table);
    }

    private static void codes(CaseTable table) {
        for (int code : List.of(
                1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4499, 4999)) {
            table.open("7.4", "close code " + code, say(ClientFrame.close(code, "")), closes(code));
        }
        for (int code : List.of(0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 0x7fff, 0xffff)) {
            table.open(
                    "7.4",
                    "close code " + code + " that must not be sent",
                    say(ClientFrame.close(code, "")),
                    fails(1002));
        }
        table.open(
                "5.5.1", "a close without a code", say(ClientFrame.of(ClientFrame.CLOSE, new byte[0])), closes(1005));
        table.open("5.5.1", "half a close code", say(ClientFrame.of(ClientFrame.CLOSE, new byte[] {3})), fails(1002));
    }

    private static void reasons(CaseTable table) {
        for (String reason : List.of("bye", "r".repeat(123), "é€𝄞 再见", "\n\t\"", "\uFFFD")) {
            byte[] bytes = Bytes.utf8(reason);
            String name = "a close with a reason of " + bytes.length + " bytes, the first one " + (bytes[0] & 0xFF);
            table.open("5.5.1", name, say(ClientFrame.close(4000, reason)), closes(4000));
        }
        for (String hex : List.of("ff", "c3", "c328", "eda080", "f4908080", "62796520e282")) {
            table.open(
                    "8.1",
                    "a close whose reason is not UTF-8: " + hex,
                    say(ClientFrame.close(1000, Bytes.hex(hex))),
                    fails(1007));
        }
    }

    private static void handshakes(CaseTable table) {
        table.open(
                "5.5.1",
                "a close byte by byte",
                trickle(ClientFrame.close(1000, "slow").bytes()),
                closes(1000));
        for (int at = 1; at < CLOSE.bytes().length; at++) {
            table.open("5.5.1", "a close cut behind the first " + at, sayCut(CLOSE.bytes(), at), closes(1000));
        }
        table.open("5.5.1", "a message behind the close", say(CLOSE, ClientFrame.text(Requests.ping(1))), closes(1000));
        table.open("5.5.1", "a ping behind the close", say(CLOSE, ClientFrame.ping("x")), closes(1000));
        table.open("5.5.1", "a second close", say(CLOSE, ClientFrame.close(4000, "")), closes(1000));
        table.open(
                "5.5.1",
                "nonsense behind the close",
                say(Bytes.join(CLOSE.bytes(), Bytes.hex("ffffffffffff"))),
                closes(1000));
        table.open(
                "7.1.2",
                "what was said before the close is answered before it",
                say(ClientFrame.text(Requests.ping(1))),
                hears(1),
                say(CLOSE),
                closes(1000));
    }

    private static void streams(CaseTable table) {
        byte[] text = ClientFrame.text(Requests.ping(1)).bytes();
        table.open("7.1.5", "the end of the stream without a close", new Part.EndOutput(), new Part.Ends());
        table.open(
                "7.1.5",
                "the end of the stream within a header",
                say(Bytes.cut(text, 1).get(0)),
                new Part.EndOutput(),
                new Part.Ends());
        table.open(
                "7.1.5",
                "the end of the stream within a frame",
                say(Bytes.cut(text, 12).get(0)),
                new Part.EndOutput(),
                new Part.Ends());
        table.open(
                "7.1.5",
                "the end of the stream within a message",
                say(ClientFrame.text("{").notFinal()),
                new Part.EndOutput(),
                new Part.Ends());
        table.open(
                "7.1.1", "the end of the stream right behind a close", say(CLOSE), new Part.EndOutput(), closes(1000));
        table.open(
                "7.1.7",
                "a failed connection stays failed",
                say(Bytes.join(ClientFrame.of(3, new byte[0]).bytes(), text, text)),
                fails(1002));
        table.open(
                "7.1.7",
                "a failed connection is closed once, however long the client goes on",
                say(Bytes.join(ClientFrame.header(ClientFrame.TEXT, 1L << 31), new byte[1 << 20])),
                fails(1009));
    }
}
