package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.spi.Transport;
import io.imbed.testkit.ProcessorTime;
import io.imbed.testkit.TransportContract;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WsTlsTest {
    private static final char[] PASSWORD = "not a secret".toCharArray();
    private static final String SERVER = "im-contract-ws-"; // its threads
    private static SSLContext context;

    @BeforeAll
    static void makeACertificate(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    }

    @Nested
    class Newest extends OverTls {
        Newest() {
            super("TLSv1.3");
        }
    }

    @Nested
    class Older extends OverTls {
        Older() {
            super("TLSv1.2");
        }
    }

    abstract static class OverTls extends TransportContract {
        private final String version;

        OverTls(String version) {
            this.version = version;
        }

        @Override
        protected Transport transport() {
            return WsTransport.builder(0).tls(context).build();
        }

        @Override
        protected Wire connect(Transport started) throws Exception {
            return open(((WsTransport) started).port(), version);
        }
    }

    @Test
    void handshakeSaysThatTheWireIsEncrypted() throws Exception {
        try (Rig rig = Rig.start(options -> options.tls(context))) {
            RawClient client = open(rig.transport.port(), "TLSv1.3");

            assertThat(rig.end().connection().handshake().secure()).isTrue();
            client.vanish();
        }
    }

    @Test
    void plainTextAndSilenceHarmNobody() throws Exception {
        try (Rig rig = Rig.start(options -> options.tls(context))) {
            RawClient plain = rig.connect();
            RawClient silent = rig.connect();

            assertThat(plain.request("/im")).isZero();
            RawClient client = open(rig.transport.port(), "TLSv1.3");
            client.send("hello");

            rig.end().awaits("hello");
            client.vanish();
            silent.vanish();
        }
    }

    /** With the library's own channel one of them keeps a core busy until its handshake is cut. */
    @Test
    void silentConnectionsCostNoProcessorTime() throws Exception {
        try (Rig rig = Rig.start(options -> options.tls(context))) {
            for (int i = 0; i < 20; i++) rig.connect();
            RawClient silent = rig.connect();
            open(rig.transport.port(), "TLSv1.3").vanish();
            Duration before = ProcessorTime.ofThreads(SERVER);

            // What comes within that second is nothing, since nobody has said anything.
            silent.socket().setSoTimeout(1_000);
            assertThatThrownBy(silent::hungUp).isInstanceOf(SocketTimeoutException.class);

            assertThat(ProcessorTime.ofThreads(SERVER).minus(before)).isLessThan(Duration.ofMillis(300));
        }
    }

    private static RawClient open(int port, String version) throws Exception {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setEnabledProtocols(new String[] {version});
        RawClient client = RawClient.over(socket, port);
        client.upgrade("/im", "Sec-WebSocket-Protocol: im.v1");
        return client;
    }
}
