package io.imbed.testkit.websocket;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step of a case: something that the client does, or something that must come back. */
sealed interface Part {
    /** Sends each piece in a write of its own. */
    record Say(List<byte[]> pieces) implements Part {}

    /** Ends the client's half of the stream. */
    record EndOutput() implements Part {}

    /** The answer to the request is a WebSocket. {@code subprotocol} null for none. */
    record Upgrades(String accept, @Nullable String subprotocol) implements Part {}

    /** The request is refused with one of these, and the connection ends. {@code header} must be there. */
    record Refuses(Set<Integer> statuses, @Nullable String header) implements Part {}

    /**
     * These requests are answered, in this order, and the last of these pings is; of the others any may be, in order
     * (5.5.3). Nothing else comes before that.
     */
    record Hears(List<Long> answers, List<String> pings) implements Part {}

    /** A line was understood as text and is no proper frame of im.v1. */
    record Objects() implements Part {}

    /** The connection fails with one of these codes, and nothing else comes. */
    record Fails(Set<Integer> codes) implements Part {}

    /** The client's close is answered with this code, and the stream ends. */
    record Closes(int code) implements Part {}

    /** The stream ends, with or without a close. */
    record Ends() implements Part {}

    static Part say(byte[]... pieces) {
        return new Say(List.of(pieces));
    }

    /** All in one write. */
    static Part say(ClientFrame... frames) {
        return say(Bytes.join(frames));
    }

    static Part sayCut(byte[] bytes, int at) {
        return new Say(Bytes.cut(bytes, at));
    }

    static Part trickle(byte[] bytes) {
        byte[][] pieces = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) pieces[i] = new byte[] {bytes[i]};
        return say(pieces);
    }

    static Part hears(long... answers) {
        return new Hears(Arrays.stream(answers).boxed().toList(), List.of());
    }

    static Part pongs(String... pings) {
        return new Hears(List.of(), List.of(pings));
    }

    static Part hears(List<Long> answers, List<String> pings) {
        return new Hears(answers, pings);
    }

    static Part fails(Integer... codes) {
        return new Fails(Set.of(codes));
    }

    static Part closes(int code) {
        return new Closes(code);
    }

    static Part refuses(Integer... statuses) {
        return new Refuses(Set.of(statuses), null);
    }
}
