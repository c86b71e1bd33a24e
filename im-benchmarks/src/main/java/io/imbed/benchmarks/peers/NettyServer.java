package io.imbed.benchmarks.peers;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Map;
import java.util.Set;

/** Netty and nothing else: what comes in goes out to the room, on the thread that it came in. This is the yardstick. */
public final class NettyServer {
    private NettyServer() {}

    public static void main(String[] args) throws Exception {
        NettyChat.start(Version.of("io.netty", "netty-codec-http"), Member::new);
    }

    private static final class Member extends NettyMember {
        Member(Map<String, Set<Channel>> rooms) {
            super(rooms);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame message) {
            broadcast(message, room());
        }
    }
}
