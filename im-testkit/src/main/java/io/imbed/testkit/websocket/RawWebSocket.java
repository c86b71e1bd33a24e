package io.imbed.testkit.websocket;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A plain socket that reads what a WebSocket server sends and does not let it break a rule; what it is made to send may
 * break all of them. Reads when asked only. Threads: one.
 */
final class RawWebSocket implements AutoCloseable {
    /** Longer than any message that a case asks for. */
    private static final int MAX_FRAME = 16 * 1024 * 1024;

    private static final int MAX_HEAD = 64 * 1024;
    private static final String KEY =
            Base64.getEncoder().encodeToString("sixteen bytes...".getBytes(StandardCharsets.US_ASCII));

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private boolean inMessage;

    private RawWebSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    /**
     * A connected socket, and nothing said.
     *
     * @param from the own address; null for any
     * @param patience how long a read may take
     */
    static RawWebSocket connect(InetSocketAddress server, @Nullable InetAddress from, Duration patience)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            if (from != null) socket.bind(new InetSocketAddress(from, 0));
            socket.connect(server, (int) patience.toMillis());
            return new RawWebSocket(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks for a WebSocket in the plain way. Returns the head of the answer. */
    ResponseHead upgrade(Target target) throws IOException {
        write(new UpgradeRequest(target)
                .key(KEY)
                .header("Sec-WebSocket-Protocol: im.v1")
                .bytes());
        return readHead();
    }

    /** Whether the answer to {@link #upgrade} is a WebSocket. */
    static boolean isOpen(ResponseHead head) {
        return head.status() == 101;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Sends the end of the stream, and goes on listening. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** The head of an HTTP response; {@link ResponseHead#NONE} if the connection ends instead. */
    ResponseHead readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        try {
            while (matched < 4) {
                int next = in.readUnsignedByte();
                head.write(next);
                matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
                if (head.size() > MAX_HEAD) throw new AssertionError("the head of the response does not end");
            }
        } catch (EOFException | SocketException e) {
            return ResponseHead.NONE;
        }
        return ResponseHead.parse(head.toString(StandardCharsets.ISO_8859_1));
    }

    /** Passes over everything until the server hangs up. */
    void skipToEnd() throws IOException {
        try {
            while (in.read() >= 0) {
                in.skipNBytes(in.available());
            }
        } catch (SocketException | EOFException e) {
            // Reset: it has hung up, too.
        }
    }

    /** The next message or control frame. */
    Heard next() throws IOException {
        try {
            while (true) {
                Heard heard = frame();
                if (heard != null) return heard;
            }
        } catch (EOFException | SocketException e) {
            return new Heard.End();
        }
    }

    /** Null for a part of a message that is not complete. */
    private @Nullable Heard frame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        boolean fin = (first & 0x80) != 0;
        int opcode = first & 0x0f;
        require((first & 0x70) == 0, "5.2", "sets a reserved bit");
        require((second & 0x80) == 0, "5.1", "masks");
        long length = length(second);
        require(length <= MAX_FRAME, "5.2", "declares " + length + " bytes");
        if (opcode >= ClientFrame.CLOSE) {
            require(fin && length <= 125, "5.5", "sends a control frame that is long or in parts");
            return control(opcode, in.readNBytes((int) length));
        }
        require(inMessage == (opcode == ClientFrame.CONTINUATION), "5.4", "mixes up fragments");
        require(opcode <= ClientFrame.TEXT, "5.6", "sends opcode " + opcode);
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) throw new EOFException();
        message.writeBytes(payload);
        inMessage = !fin;
        if (!fin) return null;
        String text = strictUtf8(message.toByteArray());
        message.reset();
        return new Heard.Message(text);
    }

    private long length(int second) throws IOException {
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
            require(length > 125, "5.2", "encodes a length in more bytes than needed");
        } else if (length == 127) {
            length = in.readLong();
            require(length > 0xffff, "5.2", "encodes a length in more bytes than needed");
        }
        return length;
    }

    private static Heard control(int opcode, byte[] payload) {
        switch (opcode) {
            case ClientFrame.PING:
                return new Heard.Ping(payload);
            case ClientFrame.PONG:
                return new Heard.Pong(payload);
            case ClientFrame.CLOSE:
                require(payload.length != 1, "5.5.1", "sends half a close code");
                if (payload.length == 0) return new Heard.Close(1005);
                int code = ByteBuffer.wrap(payload).getShort() & 0xffff;
                require(code != 1005 && code != 1006 && code != 1015, "7.4.1", "sends the close code " + code);
                strictUtf8(Bytes.cut(payload, 2).get(1));
                return new Heard.Close(code);
            default:
                throw new AssertionError("5.2: the server sends opcode " + opcode);
        }
    }

    private static String strictUtf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("5.6: the server sends text that is not UTF-8", e);
        }
    }

    private static void require(boolean holds, String clause, String what) {
        if (!holds) throw new AssertionError(clause + ": the server " + what);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
