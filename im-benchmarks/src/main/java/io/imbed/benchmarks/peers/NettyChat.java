package io.imbed.benchmarks.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** WebSocket on Netty, as those set it up who know it: flushes are put together. What comes in is the {@link NettyMember}'s. */
final class NettyChat {
    private static final int HANDSHAKE_BYTES = 8_192;
    private static final int FLUSHES = 256;

    private NettyChat() {}

    /**
     * Starts it, and says so.
     *
     * @param member who is at the other end of a connection, given all rooms
     */
    static void start(String version, Function<Map<String, Set<Channel>>, NettyMember> member) throws Exception {
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
                                .addLast(member.apply(rooms));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        System.out.println("READY ws=ws://127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort()
                + "/ version=" + version);
    }
}
