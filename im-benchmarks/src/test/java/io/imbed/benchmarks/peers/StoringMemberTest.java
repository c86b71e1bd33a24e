package io.imbed.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoringMemberTest {
    @TempDir
    Path folder;

    private final Map<String, Set<Channel>> rooms = new ConcurrentHashMap<>();
    private final Queue<Runnable> storing = new ArrayDeque<>();
    private SqliteMessages messages;
    private EmbeddedChannel sender;
    private EmbeddedChannel other;

    @BeforeEach
    void enter() throws SQLException {
        messages = SqliteMessages.open(folder);
        sender = entered();
        other = entered();
    }

    private EmbeddedChannel entered() {
        StoringMember member = new StoringMember(rooms, messages, storing::add);
        EmbeddedChannel channel = new EmbeddedChannel(member);
        member.enter(channel, "/r0");
        return channel;
    }

    @AfterEach
    void close() throws SQLException {
        sender.finishAndReleaseAll();
        other.finishAndReleaseAll();
        messages.close();
    }

    private String stored() throws SQLException {
        return messages.asked("SELECT count(*) FROM messages WHERE room = '/r0' AND text = 'hello'");
    }

    @Test
    void nobodySeesAMessageBeforeItIsStored() throws SQLException {
        TextWebSocketFrame message = new TextWebSocketFrame("hello");

        sender.writeInbound(message);
        assertThat(stored()).isEqualTo("0");
        assertThat(sender.outboundMessages()).isEmpty();
        assertThat(other.outboundMessages()).isEmpty();

        storing.remove().run();
        assertThat(stored()).isEqualTo("1");
        for (EmbeddedChannel each : Set.of(sender, other)) {
            TextWebSocketFrame seen = each.readOutbound();
            assertThat(seen.text()).isEqualTo("hello");
            seen.release();
        }
        assertThat(message.refCnt()).isZero();
    }

    @Test
    void whatCannotBeStoredIsSeenByNobodyAndItsSenderIsCutOff() throws SQLException {
        TextWebSocketFrame message = new TextWebSocketFrame("hello");
        messages.close();

        sender.writeInbound(message);
        storing.remove().run();

        assertThat(other.outboundMessages()).isEmpty();
        assertThat(sender.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
        assertThat(message.refCnt()).isZero();
    }
}
