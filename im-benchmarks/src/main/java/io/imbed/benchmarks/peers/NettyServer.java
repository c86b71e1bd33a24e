package io.imbed.benchmarks.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Netty, as those write it who know it: one buffer for all members of a room (retained duplicates), flushes put together.
 * The path names the room. This is the yardstick.
 */
public final class NettyServer {
    private static final int HANDSHAKE_BYTES = 8_192;
    private static final int FLUSHES = 256;

    private NettyServer() {}

    public static void main(String[] args) throws Exception {
        MultiThreadIoEventLoopGroup accepting = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        MultiThreadIoEventLoopGroup working = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
        Map<String, Set<Channel>> rooms = new ConcurrentHashMap<>();
        Channel server = new ServerBootstrap()
                .group(accepting, working)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new FlushConsolidationHandler(FLUSHES, true))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(HANDSHAKE_BYTES))
                                .addLast(new WebSocketServerProtocolHandler("/", null, false, 65_536, false, true))
                                .addLast(new Member(rooms));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println("READY ws=ws://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort()
                + "/ version=" + Version.of("io.netty", "netty-codec-http"));
    }

    private static final class Member extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final Map<String, Set<Channel>> rooms;
        private Set<Channel> room = Set.of();

        Member(Map<String, Set<Channel>> rooms) {
            this.rooms = rooms;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof HandshakeComplete handshake) {
                room = rooms.computeIfAbsent(handshake.requestUri(), unused -> ConcurrentHashMap.newKeySet());
                room.add(context.channel());
            } else {
                super.userEventTriggered(context, event);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame message) {
            for (Channel member : room) member.writeAndFlush(message.retainedDuplicate());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            room.remove(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            System.err.println("Netty server: " + cause);
            context.close();
        }
    }
}
