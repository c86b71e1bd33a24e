package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ImServerMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine command = ImServerMain.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(ImServerMain.withCommand(args));
    }

    @Test
    void servesWhenNoCommandIsNamed() {
        assertThat(ImServerMain.withCommand()).containsExactly("serve");
        assertThat(ImServerMain.withCommand("--ws-port", "0")).containsExactly("serve", "--ws-port", "0");
        assertThat(ImServerMain.withCommand("serve", "--bind", "::1")).containsExactly("serve", "--bind", "::1");
        assertThat(ImServerMain.withCommand("--help")).containsExactly("--help");
        assertThat(ImServerMain.withCommand("-V")).containsExactly("-V");
    }

    @Test
    void helpNamesTheCommands() {
        int exitCode = run("--help");

        assertThat(exitCode).isZero();
        assertThat(out.toString()).contains("serve");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "serve --version", "chat -V"})
    void versionIsOneLine(String args) {
        int exitCode = run(args.split(" "));

        assertThat(exitCode).isZero();
        assertThat(out.toString()).startsWith("im-server ").hasLineCount(1);
    }

    @Test
    void portInUseNamesItAndTheOptionsThatChooseAnother() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run("--ws-port", port, "--http-port", "0", "--log", "memory"))
                    .isEqualTo(1);
            assertThat(run("--ws-port", "0", "--http-port", port, "--log", "memory"))
                    .isEqualTo(1);
            assertThat(err.toString().lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("im-server: cannot listen on 127.0.0.1 port " + port)
                            .endsWith("; --bind, --ws-port and --http-port choose another"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dance | there is no dance here",
                "--bogus | there is no --bogus here",
                "serve more | there is no more here",
                "--ws-port x | 'x' is not an int",
                "--ws-port 65536 | --ws-port is 65536, must be 0 to 65535",
                "--http-port -1 | --http-port is -1, must be 0 to 65535",
                "--ws-url http://h/im | --ws-url http://h/im must begin with ws:// or wss://",
                "--ws-url /im | --ws-url /im must begin with ws:// or wss://",
                "--ws-url ws:/im | --ws-url ws:/im names no host",
                "--ws-url ws://h:0/im | has no port of 1 to 65535",
                "--ws-url ws://h:70000/im | has no port of 1 to 65535",
                "--ws-url ws://h/im#a | must not have a fragment",
                "--ws-url ws://h/im?a=b | must not have a query",
                "--ws-url ws://h/im;script-src | has characters in its path that must be encoded",
                "--ws-url ws://h/i\"m | is no address",
                "--log disk | --log disk is not known: memory, sqlite:DIR or jdbc:URL",
                "--log sqlite: | --log sqlite: is not known: memory, sqlite:DIR or jdbc:URL",
                "--auth nobody | --auth nobody is not known: guest or jwt:FILE",
                "--limits none | --limits none is not known: default or open",
                "--drain 5 | '5' is not a time such as",
                "--drain 999ms | --drain is 999 ms, must be at least 1s",
                "--origins https://A.example | is not scheme://host[:port] in lower case",
                "--bind 0.0.0.0 | add --insecure",
                "--bind :: | add --insecure",
                "--bind not..a..host | is no address of this machine",
            })
    void badOptionIsOneSentenceAndNotZero(String args, String sentence) {
        int exitCode = run(args.split(" "));

        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).startsWith("im-server: ").contains(sentence).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void passwordInTheAddressForBrowsersIsRefusedAndNotRepeated() {
        assertThat(run("--ws-url", "ws://alice:hunter2@h/im")).isEqualTo(2);
        assertThat(run("--ws-url", "ws://alice:hun ter2@h/im")).isEqualTo(2);

        assertThat(err.toString())
                .contains("must not hold a user or a password")
                .doesNotContain("hun");
    }
}
