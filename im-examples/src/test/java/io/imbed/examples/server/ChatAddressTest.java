package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatAddressTest {
    private final ChatAddress beside = ChatAddress.besideThePage(8081, "/im");

    @Test
    void knownAddressIsTheSameForEverybody() {
        ChatAddress known = ChatAddress.at("ws://127.0.0.1:8081/im");

        assertThat(known.seenBy("localhost:8080")).isEqualTo("ws://127.0.0.1:8081/im");
        assertThat(known.seenBy(null)).isEqualTo("ws://127.0.0.1:8081/im");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, ws://localhost:8081/im",
        "Chat.Example.com, ws://chat.example.com:8081/im",
        "192.0.2.7:8080, ws://192.0.2.7:8081/im",
        "[2001:DB8::7]:8080, ws://[2001:db8::7]:8081/im",
    })
    void serverOnEveryAddressIsFoundWhereThePageWas(String host, String address) {
        assertThat(beside.seenBy(host)).isEqualTo(address);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a b", "h; script-src *", "h/im", "user@h", "h:x", "[::1", "h,evil.example", "h\n"})
    void hostThatIsNoneIsNotRepeated(String host) {
        assertThat(beside.seenBy(host)).isEqualTo("ws://localhost:8081/im");
    }

    @ParameterizedTest
    @CsvSource({
        "ws://h, ws://h",
        "WSS://H.Example/im, wss://h.example/im",
        "ws://127.0.0.1:1/a-b/~c/%3B, ws://127.0.0.1:1/a-b/~c/%3B",
        "ws://[::1]:65535/im, ws://[::1]:65535/im",
    })
    void addressForBrowsersIsWrittenAsTheyDo(String given, String checked) {
        assertThat(ChatAddress.checked(given)).isEqualTo(checked);
    }

    @Test
    void policyNamesTheOneAddress() {
        assertThat(ContentPolicy.of("wss://h:444/im")).endsWith("; connect-src 'self' wss://h:444/im");
    }

    @Test
    void policyThatCannotNameAnIpv6AddressNamesItsScheme() {
        assertThat(ContentPolicy.of("ws://[::1]:8081/im")).endsWith("; connect-src 'self' ws:");
        assertThat(ContentPolicy.of("wss://[::1]/im")).endsWith("; connect-src 'self' wss:");
    }
}
