package io.imbed.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Turns frames of {@code im.v1} into lines and back. PROTOCOL.md says what they look like.
 *
 * <p>Reading is strict about form (one JSON object a line, no duplicate key, types, limits) and open to what is new
 * (unknown fields are ignored, and a {@code null} field counts as absent). Whatever the input, reading ends in a frame
 * or a {@link MalformedFrameException}, in time and memory proportional to the length of the line; how long a line may
 * be is for the transport to say.
 *
 * <p>Threads: any, at once; stateless.
 */
public final class FrameCodec {
    /**
     * For a client. A server's line may be a page of 100 items, each with content as large as one request may hold, and
     * a few levels deeper than in the request.
     */
    public static final JsonLimits CLIENT_LIMITS = new JsonLimits(
            JsonLimits.DEFAULT.maxDepth() + 8, Request.MAX_PAGE * (JsonLimits.DEFAULT.maxTokens() + 100));

    private final JsonLimits limits;

    /** @param limits of what is read: {@link JsonLimits#DEFAULT} on a server, {@link #CLIENT_LIMITS} on a client */
    public FrameCodec(JsonLimits limits) {
        this.limits = limits;
    }

    /**
     * Splits what a carrier brought (a WebSocket text message, an HTTP body) into its lines. A newline at the end adds
     * no line. An empty line in between is kept, and refused when it is read, so that it spoils nothing but itself.
     *
     * @return at least one line, in order
     */
    public static List<String> lines(String unit) {
        int end = unit.endsWith("\n") ? unit.length() - 1 : unit.length();
        int newline = unit.indexOf('\n');
        if (newline < 0 || newline >= end) return List.of(unit.substring(0, end));
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (; newline >= 0 && newline < end; newline = unit.indexOf('\n', from)) {
            lines.add(unit.substring(from, newline));
            from = newline + 1;
        }
        lines.add(unit.substring(from, end));
        return lines;
    }

    /**
     * Server side: reads one line.
     *
     * @throws MalformedFrameException if it is not a request, with the request's id if one could be read; its code is
     *     BAD_REQUEST, TOO_LARGE or UNKNOWN_OP
     */
    public Request decodeRequest(String line) {
        return RequestReader.read(line, limits);
    }

    /** Client side: writes one line, without the newline. Checks nothing: the server does. */
    public String encode(Request request) {
        return RequestWriter.write(request);
    }

    /**
     * Server side: writes one line, without the newline.
     *
     * @throws IllegalArgumentException for {@link ServerFrame.Unrecognized}, which stands for a frame of others
     */
    public String encode(ServerFrame frame) {
        return ServerFrameWriter.write(frame).toString();
    }

    /** As {@link #encode(ServerFrame)}, in UTF-8, as carriers send it. */
    public byte[] encodeUtf8(ServerFrame frame) {
        return ServerFrameWriter.write(frame).toBytes();
    }

    /**
     * Client side: reads one line. A frame, signal or unasked reply of a kind that this version does not know is
     * {@link ServerFrame.Unrecognized}; such an event is an {@link EventBody.Unknown}, as it counts for the cursor; an
     * unknown error code is {@link ErrorCode#INTERNAL}; in a list, rooms of an unknown kind are left out.
     *
     * @param opOf which op the request with this id has, null if none is waiting; not asked for errors, which
     *     look alike for all ops
     * @throws MalformedFrameException if the line is broken, with the id of the request that it answers, if any
     */
    public ServerFrame decodeServerFrame(String line, LongFunction<@Nullable String> opOf) {
        return ServerFrameReader.read(line, limits, opOf);
    }
}
