package io.imbed.transport.ws;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.protocol.Request;
import java.nio.charset.StandardCharsets;

/**
 * Whatever a text message holds, each of its lines is read or refused, as a request and as a server's frame, and what was
 * read stays the same when it is written. CONTRIBUTING.md says how to search for longer.
 */
class EnvelopeFuzzTest {
    private static final FrameCodec SERVER = new FrameCodec(JsonLimits.DEFAULT);
    private static final FrameCodec CLIENT = new FrameCodec(FrameCodec.CLIENT_LIMITS);

    private static final String[] OPS = """
            hello auth ping room.create room.get room.update room.delete room.list join leave members
            invite kick role mute unmute ban unban bans send edit recall react pin pins readers history
            sync mark typing presence sessions signout
            """.strip().split("\\s+");

    @FuzzTest(maxDuration = "30s")
    void linesAreReadOrRefused(byte[] unit) {
        for (String line : FrameCodec.lines(new String(unit, StandardCharsets.UTF_8))) {
            asRequest(line);
            asServerFrame(line);
        }
    }

    private static void asRequest(String line) {
        Request request;
        try {
            request = SERVER.decodeRequest(line);
        } catch (MalformedFrameException e) {
            if (e.id() < 0) throw new AssertionError("an id of " + e.id(), e);
            return;
        }
        // Not within the try: what was read once must not be refused.
        Request again = SERVER.decodeRequest(CLIENT.encode(request));
        if (!again.equals(request)) throw new AssertionError(line);
    }

    /** The id says which op is answered, so that the search comes by all of them. */
    private static void asServerFrame(String line) {
        try {
            CLIENT.decodeServerFrame(line, id -> OPS[Math.floorMod(id, OPS.length)]);
        } catch (MalformedFrameException refused) {
            // Or else it is a frame.
        }
    }
}
