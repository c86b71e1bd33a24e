package io.imbed.benchmarks.others;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Properties;

/**
 * netty-socketio, as its documentation shows a chat with rooms: the address names the room, {@code say} is what a member
 * says and {@code said} what the room hears.
 */
public final class NettySocketIoServer extends SocketIOServer {
    private static final String ROOM = "room";

    private NettySocketIoServer(Configuration configuration) {
        super(configuration);
        addConnectListener(member -> {
            String room = member.getHandshakeData().getSingleUrlParam(ROOM);
            member.set(ROOM, room);
            member.joinRoom(room);
            member.sendEvent("in", room);
        });
        addEventListener("say", String.class, (member, text, ack) -> {
            String room = member.get(ROOM);
            getRoomOperations(room).sendEvent("said", text);
        });
    }

    public static void main(String[] args) {
        Configuration configuration = new Configuration();
        configuration.setHostname("127.0.0.1");
        configuration.setPort(0);
        configuration.getSocketConfig().setTcpNoDelay(true);
        configuration.getSocketConfig().setAcceptBackLog(1_024);
        new NettySocketIoServer(configuration).start();
    }

    /** The one place where it shows the channel that is bound, and with it the port. */
    @Override
    protected void applyConnectionOptions(ServerBootstrap bootstrap) {
        super.applyConnectionOptions(bootstrap);
        bootstrap.handler(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) throws Exception {
                int port = ((InetSocketAddress) context.channel().localAddress()).getPort();
                System.out.println("READY ws=ws://127.0.0.1:" + port + "/ version=" + version());
                super.channelActive(context);
            }
        });
    }

    private static String version() throws IOException {
        String properties = "/META-INF/maven/com.corundumstudio.socketio/netty-socketio/pom.properties";
        try (InputStream in = SocketIOServer.class.getResourceAsStream(properties)) {
            Properties read = new Properties();
            read.load(Objects.requireNonNull(in, properties));
            return read.getProperty("version");
        }
    }
}
