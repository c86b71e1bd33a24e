package io.imbed.protocol;

/** STUB, the helper writes it. Threads: any; stateless. */
public final class FrameCodec {
    private final JsonLimits limits;
    public FrameCodec(JsonLimits limits) { this.limits = limits; }
    /** Server side: reads one line. @throws MalformedFrameException with the request's id where it could be read */
    public Request decodeRequest(String line) { throw new MalformedFrameException("todo " + limits); }
    /** Client side: writes one line, without the newline. */
    public String encode(Request request) { throw new MalformedFrameException("todo"); }
    /** Server side: writes one line, without the newline. */
    public String encode(ServerFrame frame) { throw new MalformedFrameException("todo"); }
    /** Client side: reads one line; {@code opOf} tells which op a reply answers, null if none is waiting. */
    public ServerFrame decodeServerFrame(String line, java.util.function.LongFunction<String> opOf) { throw new MalformedFrameException("todo"); }
}
