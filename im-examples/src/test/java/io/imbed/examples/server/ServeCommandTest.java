package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ServeCommandTest {
    private static ServerSettings settings(String... args) {
        ServeCommand command = new ServeCommand();
        new CommandLine(command).parseArgs(args);
        return command.settings();
    }

    @Test
    void defaultsAreForThisMachineAlone() {
        ServerSettings settings = settings();

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.address().isLoopbackAddress()).isTrue();
        assertThat(settings.wsPort()).isEqualTo(8081);
        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.wsUrl()).isNull();
        assertThat(settings.log()).isEqualTo(new LogPlace.Folder(Path.of("./imbed-data")));
        assertThat(settings.origins()).isEmpty();
        assertThat(settings.limits()).isEqualTo(Limits.defaults());
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyOptionIsTaken() {
        ServerSettings settings = settings(
                "--bind",
                "::1",
                "--ws-port",
                "0",
                "--http-port",
                "1",
                "--ws-url",
                "WSS://Chat.example.com:444/a/im",
                "--log",
                "memory",
                "--auth",
                "guest",
                "--origins",
                "https://a.example,http://b.example:81",
                "--limits",
                "default",
                "--drain",
                "2m");

        assertThat(settings.urlHost()).isEqualTo("[::1]");
        assertThat(settings.wsPort()).isZero();
        assertThat(settings.httpPort()).isEqualTo(1);
        assertThat(settings.wsUrl()).isEqualTo("wss://chat.example.com:444/a/im");
        assertThat(settings.log()).isEqualTo(LogPlace.MEMORY);
        assertThat(settings.origins()).isEqualTo(List.of("https://a.example", "http://b.example:81"));
        assertThat(settings.drain()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void guestsFromElsewhereAreLetInOnlyWhenToldTwice() {
        assertThat(settings("--bind", "0.0.0.0", "--insecure").address().isAnyLocalAddress())
                .isTrue();
    }

    @Test
    void openLimitsKeepMemoryBounded() {
        Limits open = settings("--limits", "open").limits();

        assertThat(open.rates()).isEqualTo(Limits.Rates.OPEN);
        assertThat(open.connections().perUser()).isGreaterThanOrEqualTo(50_000);
        assertThat(open.connections().perAddress()).isGreaterThanOrEqualTo(50_000);
        assertThat(open.queues()).isEqualTo(Limits.defaults().queues());
        assertThat(open.sizes()).isEqualTo(Limits.defaults().sizes());
    }
}
