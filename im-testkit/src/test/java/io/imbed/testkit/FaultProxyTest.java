package io.imbed.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.testkit.FaultProxy.Direction;
import io.imbed.testkit.FaultProxy.Link;
import io.imbed.testkit.FaultScript.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** How long nothing is expected to come. Too short a time can only hide a defect, never fail a sound proxy. */
    private static final int SILENCE_MILLIS = 50;

    private ServerSocket listening;
    private FaultProxy proxy;
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listening.setSoTimeout((int) DEADLINE.toMillis());
        proxy = FaultProxy.to(listening.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) socket.close();
        proxy.close();
        listening.close();
    }

    private Socket connect() throws IOException {
        return keep(new Socket(InetAddress.getLoopbackAddress(), proxy.port()));
    }

    private Socket accept() throws IOException {
        return keep(listening.accept());
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setSoTimeout((int) DEADLINE.toMillis());
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), US_ASCII);
    }

    /** Everything up to the end or the reset. */
    private static String readAll(Socket socket) {
        StringBuilder all = new StringBuilder();
        try {
            for (int c = socket.getInputStream().read();
                    c >= 0;
                    c = socket.getInputStream().read()) all.append((char) c);
            return all + "|end";
        } catch (SocketTimeoutException e) {
            return all + "|silence";
        } catch (IOException e) {
            return all + "|reset";
        }
    }

    private static String readWhatComes(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        return readAll(socket);
    }

    private Link onlyLink() throws Exception {
        proxy.await(counters -> counters.open() == 1, DEADLINE);
        return proxy.links().get(0);
    }

    @Test
    void cleanConnectionPassesBothDirectionsAndItsEnd() throws Exception {
        Socket client = connect();
        Socket server = accept();

        send(client, "hello");
        assertThat(read(server, 5)).isEqualTo("hello");
        send(server, "welcome");
        assertThat(read(client, 7)).isEqualTo("welcome");
        client.shutdownOutput();
        assertThat(readAll(server)).isEqualTo("|end");
        send(server, "bye");
        server.close();
        assertThat(readAll(client)).isEqualTo("bye|end");

        FaultProxy.Counters counters = proxy.await(c -> c.open() == 0, DEADLINE);
        assertThat(counters).isEqualTo(new FaultProxy.Counters(1, 0, 0, 0, 5, 10));
    }

    @Test
    void muchDataPassesUnchangedThroughSlowReaders() throws Exception {
        Socket client = connect();
        Socket server = accept();
        byte[] sent = new byte[8 * 1024 * 1024];
        new SplittableRandom(1).nextBytes(sent);

        Thread writer = new Thread(() -> {
            try {
                client.getOutputStream().write(sent);
                client.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();
        byte[] got = server.getInputStream().readAllBytes();
        writer.join();

        assertThat(got).isEqualTo(sent);
    }

    @Test
    void cutLetsExactlySoManyBytesPass() throws Exception {
        proxy.script(FaultScript.CLEAN.toClient(Fault.CUT, 4));
        Socket client = connect();
        Socket server = accept();

        send(server, "welcome");

        assertThat(readAll(client)).isEqualTo("welc|reset");
        assertThat(readAll(server)).isEqualTo("|reset");
        assertThat(proxy.await(c -> c.open() == 0, DEADLINE).cuts()).isEqualTo(1);
    }

    @Test
    void cutInWhatTheClientSends() throws Exception {
        proxy.script(FaultScript.CLEAN.toServer(Fault.CUT, 3));
        Socket client = connect();
        Socket server = accept();

        send(client, "hello");

        assertThat(readAll(server)).isEqualTo("hel|reset");
        assertThat(readAll(client)).isEqualTo("|reset");
    }

    @Test
    void halfCloseEndsOneDirectionAlone() throws Exception {
        proxy.script(FaultScript.CLEAN.toServer(Fault.HALF_CLOSE, 3));
        Socket client = connect();
        Socket server = accept();

        send(client, "hello");
        assertThat(readAll(server)).isEqualTo("hel|end");
        send(client, "swallowed");
        send(server, "still there");

        assertThat(read(client, 11)).isEqualTo("still there");
    }

    @Test
    void swallowedDirectionIsSilentEvenAtItsEnd() throws Exception {
        proxy.script(FaultScript.CLEAN.toServer(Fault.SWALLOW, 3));
        Socket client = connect();
        Socket server = accept();

        send(client, "hello");
        client.shutdownOutput();

        assertThat(readWhatComes(server)).isEqualTo("hel|silence");
        send(server, "ok");
        assertThat(read(client, 2)).isEqualTo("ok");
    }

    @Test
    void blackholeAcceptsAndTakesEverythingAndTellsNobody() throws Exception {
        proxy.script(FaultScript.BLACKHOLE);
        Socket client = connect();
        Socket server = accept();

        send(client, "x".repeat(1_000_000));
        send(server, "y".repeat(1_000_000));
        client.close();

        assertThat(readWhatComes(server)).isEqualTo("|silence");
        assertThat(proxy.counters().bytesToServer()).isZero();
        assertThat(proxy.links()).hasSize(1);
    }

    @Test
    void stallTakesNoMoreUntilResumedAndLosesNothing() throws Exception {
        proxy.script(FaultScript.CLEAN.toClient(Fault.STALL, 4));
        Socket client = connect();
        Socket server = accept();

        send(server, "welcome");
        assertThat(readWhatComes(client)).isEqualTo("welc|silence");
        onlyLink().resume();
        client.setSoTimeout((int) DEADLINE.toMillis());

        assertThat(read(client, 3)).isEqualTo("ome");
    }

    @Test
    void pausedConnectionPassesNothingUntilResumed() throws Exception {
        Socket client = connect();
        Socket server = accept();
        Link link = onlyLink();

        link.pause();
        proxy.refuse(false); // returns after the thread has dealt with the pause
        send(client, "hello");
        assertThat(readWhatComes(server)).isEqualTo("|silence");
        link.resume();
        server.setSoTimeout((int) DEADLINE.toMillis());

        assertThat(read(server, 5)).isEqualTo("hello");
    }

    @Test
    void delayIsTheLeastThatBytesTravel() throws Exception {
        proxy.script(FaultScript.CLEAN.delay(Duration.ofMillis(30)));
        Socket client = connect();
        Socket server = accept();

        long before = System.nanoTime();
        send(client, "hello");
        read(server, 5);

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(30_000_000);
        client.close();
        assertThat(readAll(server)).isEqualTo("|end");
    }

    @Test
    void linksObeyTheTestsHand() throws Exception {
        Socket client = connect();
        Socket server = accept();
        Link link = onlyLink();

        link.halfClose(Direction.TO_CLIENT);
        link.halfClose(Direction.TO_CLIENT);
        assertThat(readAll(client)).isEqualTo("|end");
        link.swallow(Direction.TO_SERVER);
        proxy.refuse(false);
        send(client, "hello");
        assertThat(readWhatComes(server)).isEqualTo("|silence");
        link.cut();
        link.cut();
        server.setSoTimeout((int) DEADLINE.toMillis());

        assertThat(readAll(server)).isEqualTo("|reset");
        assertThat(proxy.await(c -> c.open() == 0, DEADLINE).cuts()).isEqualTo(1);
        assertThat(link.isOver()).isTrue();
    }

    @Test
    void refusesAndListensAgainOnTheSamePortWhileOpenConnectionsGoOn() throws Exception {
        Socket client = connect();
        Socket server = accept();

        proxy.refuse(true);
        proxy.refuse(true);
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        send(client, "hello");
        assertThat(read(server, 5)).isEqualTo("hello");
        proxy.refuse(false);

        send(connect(), "back");
        assertThat(read(accept(), 4)).isEqualTo("back");
    }

    @Test
    void clientIsResetWhenTheServerDoesNotListen() throws Exception {
        listening.close();

        assertThat(readAll(connect())).isEqualTo("|reset");
        assertThat(proxy.await(c -> c.cuts() == 1 && c.open() == 0, DEADLINE).accepted())
                .isEqualTo(1);
    }

    @Test
    void resetOfOneEndReachesTheOther() throws Exception {
        Socket client = connect();
        Socket server = accept();

        client.setSoLinger(true, 0);
        client.close();

        assertThat(readAll(server)).isEqualTo("|reset");
    }

    @Test
    void eachConnectionMayHaveItsOwnScript() throws Exception {
        proxy.scripts(index -> FaultScript.CLEAN.toServer(Fault.HALF_CLOSE, index + 1));
        send(connect(), "abc");
        assertThat(readAll(accept())).isEqualTo("a|end");

        send(connect(), "abc");
        assertThat(readAll(accept())).isEqualTo("ab|end");
    }

    @Test
    void closeEndsConnectionsFreesThePortAndMayComeTwice() throws Exception {
        Socket client = connect();
        Socket server = accept();
        onlyLink();

        proxy.close();
        proxy.close();

        assertThat(readAll(client)).isEqualTo("|reset");
        assertThat(readAll(server)).isEqualTo("|reset");
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> proxy.refuse(false)).isInstanceOf(IOException.class);
        new ServerSocket(proxy.port(), 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void randomScriptsFollowTheirSeed() {
        List<FaultScript> first = scripts(7);

        assertThat(scripts(7)).isEqualTo(first);
        assertThat(scripts(8)).isNotEqualTo(first);
        assertThat(first.stream().map(script -> script.toClient().fault())).contains(Fault.values());
        assertThat(first)
                .allSatisfy(
                        script -> assertThat(script.toServer().delay()).isBetween(Duration.ZERO, Duration.ofMillis(5)));
    }

    private static List<FaultScript> scripts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<FaultScript> scripts = new ArrayList<>();
        for (int i = 0; i < 100; i++) scripts.add(FaultScript.random(random, 1_000, Duration.ofMillis(5)));
        return scripts;
    }
}
