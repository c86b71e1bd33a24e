package io.imbed.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ChatCommandTest {
    private static void call(String... args) {
        ChatCommand command = new ChatCommand();
        new CommandLine(command).parseArgs(args);
        command.call();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--user a --token b", "--token a --token-file b"})
    void userIsNamedInExactlyOneWay(String args) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> call(args.isEmpty() ? new String[0] : args.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "~system", "", "a/b"})
    void userMustBeAnId(String user) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> call("--user", user))
                .withMessageContaining("--user takes 1 to 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h/im", "ws:///im", "ws://user:secret@h/im", "h", "ws://a b", ":"})
    void urlMustBeAWebSocketWithoutSecrets(String url) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> call("--user", "a", "--url", url))
                .withMessageContaining("--url takes an address such as")
                .satisfies(wrong -> assertThat(wrong.getMessage()).doesNotContain("secret"));
    }

    @Test
    void roomMustBeAnId() {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> call("--user", "a", "--room", "no room"))
                .withMessageContaining("--room takes");
    }

    @Test
    void missingTokenFileIsToldByItsName(@TempDir Path folder) {
        Path file = folder.resolve("token");

        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> call("--token-file", file.toString()))
                .withMessageContaining("cannot read '" + file + "'");
    }
}
