package io.imbed.benchmarks.peers;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/** A member whose messages are stored before anybody sees them, itself included. */
final class StoringMember extends NettyMember {
    private final SqliteMessages messages;
    private final Executor storing;
    private String path = "";

    /** @param storing one thread */
    StoringMember(Map<String, Set<Channel>> rooms, SqliteMessages messages, Executor storing) {
        super(rooms);
        this.messages = messages;
        this.storing = storing;
    }

    @Override
    void enter(Channel channel, String itsPath) {
        path = itsPath;
        super.enter(channel, itsPath);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame message) {
        message.retain();
        storing.execute(() -> {
            try {
                messages.add(path, System.currentTimeMillis(), message.text());
                broadcast(message, room());
            } catch (SQLException failed) {
                exceptionCaught(context, failed);
            } finally {
                message.release();
            }
        });
    }
}
