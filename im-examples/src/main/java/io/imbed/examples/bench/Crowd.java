package io.imbed.examples.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many members of one room on one thread, a few of whom talk as fast as the room lets them: each has so many messages on
 * their way, and sends another for each of its own that comes back.
 *
 * <p>Knows just enough of WebSocket: it counts a marker that every message holds once, and never looks at frames.
 */
final class Crowd implements AutoCloseable {
    /** Stands once in each message, before its sender's letter, and nowhere else in what servers say. */
    static final byte MARKER = '|';

    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
    private static final long ALIVE_EVERY_NANOS = 3_000_000_000L;
    private static final int SPEAKERS = 8;
    private static final int ON_THEIR_WAY = 32;
    private static final int MESSAGE_BYTES = 100;

    /** What members say to a server. */
    enum Speech {
        IM_V1 {
            @Override
            List<String> greeting(int member) {
                return List.of(
                        "{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:member" + member + "\"}",
                        "{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
            }

            @Override
            String message(long number, String text) {
                return "{\"op\":\"send\",\"id\":" + (number + 3) + ",\"room\":\"general\",\"cid\":\"c" + number
                        + "\",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}}";
            }
        },
        BARE {
            @Override
            List<String> greeting(int member) {
                return List.of();
            }

            @Override
            String message(long number, String text) {
                return text;
            }
        };

        abstract List<String> greeting(int member);

        abstract String message(long number, String text);
    }

    /** One connection; {@code letter} is 0 for those who only listen. */
    private static final class Member {
        final SocketChannel socket;
        final byte letter;
        boolean marked;
        long sent;

        Member(SocketChannel socket, byte letter) {
            this.socket = socket;
            this.letter = letter;
        }
    }

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
    private final byte[] bytes = new byte[256 * 1024];
    private final List<Member> members = new ArrayList<>();
    private final Speech speech;
    private boolean begun;
    private long deliveries;
    private long aliveNanos = System.nanoTime();

    private Crowd(Speech speech) throws IOException {
        this.speech = speech;
    }

    /** Connects everybody, one after the other. */
    static Crowd connect(URI server, Speech speech, int size) throws IOException {
        Crowd crowd = new Crowd(speech);
        for (int i = 0; i < size; i++) crowd.enter(server, i);
        return crowd;
    }

    private void enter(URI server, int number) throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        String upgrade = "GET " + server.getPath() + " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        writeAll(socket, ByteBuffer.wrap(upgrade.getBytes(StandardCharsets.US_ASCII)));
        awaitUpgrade(socket);
        for (String line : speech.greeting(number)) writeAll(socket, frame(line));
        Member member = new Member(socket, number < SPEAKERS ? (byte) ('A' + number) : 0);
        members.add(member);
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_READ, member);
    }

    private static void awaitUpgrade(SocketChannel socket) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        int matched = 0;
        StringBuilder head = new StringBuilder();
        while (matched < 4) {
            if (socket.read(one.clear()) < 0) throw new IOException("refused: " + head);
            char c = (char) one.get(0);
            head.append(c);
            matched = c == "\r\n\r\n".charAt(matched) ? matched + 1 : c == '\r' ? 1 : 0;
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) throw new IOException("refused: " + head);
    }

    /** Talks for a while; returns how many deliveries were counted. */
    long talk(Duration time) throws IOException {
        deliveries = 0;
        long end = System.nanoTime() + time.toNanos();
        if (!begun) {
            begun = true;
            for (Member each : members) {
                for (int i = 0; each.letter != 0 && i < ON_THEIR_WAY; i++) say(each);
            }
        }
        while (System.nanoTime() - end < 0) {
            selector.select(key -> hear((Member) key.attachment()), 100);
            if (System.nanoTime() - aliveNanos > ALIVE_EVERY_NANOS) showLife();
        }
        return deliveries;
    }

    /** Servers ping; who never looks at frames answers unasked (RFC 6455, section 5.5.3). */
    private void showLife() throws IOException {
        aliveNanos = System.nanoTime();
        for (Member each : members) writeAll(each.socket, ByteBuffer.wrap(PONG));
    }

    private void hear(Member member) {
        try {
            int count = member.socket.read(buffer.clear());
            if (count < 0) throw new IOException("the server closed a connection");
            buffer.flip().get(bytes, 0, count);
            int own = 0;
            for (int i = 0; i < count; i++) {
                if (member.marked) {
                    member.marked = false;
                    deliveries++;
                    if (bytes[i] == member.letter) own++;
                } else if (bytes[i] == MARKER) {
                    member.marked = true;
                }
            }
            for (int i = 0; i < own; i++) say(member);
        } catch (IOException lost) {
            throw new IllegalStateException(lost);
        }
    }

    private void say(Member member) throws IOException {
        String head = (char) MARKER + String.valueOf((char) member.letter);
        writeAll(member.socket, frame(speech.message(member.sent++, head + "x".repeat(MESSAGE_BYTES - head.length()))));
    }

    /** A masked text frame, as clients send them; the mask is zero, which is allowed and costs nothing. */
    private static ByteBuffer frame(String line) {
        byte[] payload = line.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length).put((byte) 0x81);
        if (payload.length < 126) frame.put((byte) (0x80 | payload.length));
        else frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        return frame.putInt(0).put(payload).flip();
    }

    private static void writeAll(SocketChannel socket, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) socket.write(data);
    }

    @Override
    public void close() throws IOException {
        for (Member each : members) each.socket.close();
        selector.close();
    }
}
