package io.imbed.benchmarks.peers;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A member of the room that the path names. */
abstract class NettyMember extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    private final Map<String, Set<Channel>> rooms;
    private Set<Channel> room = Set.of();

    NettyMember(Map<String, Set<Channel>> rooms) {
        this.rooms = rooms;
    }

    final Set<Channel> room() {
        return room;
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof HandshakeComplete handshake) enter(context.channel(), handshake.requestUri());
        else super.userEventTriggered(context, event);
    }

    void enter(Channel channel, String path) {
        room = rooms.computeIfAbsent(path, unused -> ConcurrentHashMap.newKeySet());
        room.add(channel);
    }

    /** One buffer for all (retained duplicates). */
    static void broadcast(TextWebSocketFrame message, Set<Channel> room) {
        for (Channel member : room) member.writeAndFlush(message.retainedDuplicate());
    }

    @Override
    public final void channelInactive(ChannelHandlerContext context) {
        room.remove(context.channel());
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        System.err.println("Netty server: " + cause);
        context.close();
    }
}
