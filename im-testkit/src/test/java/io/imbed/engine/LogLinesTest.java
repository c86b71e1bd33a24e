package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeRecall;
import io.imbed.hook.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What a line of the log is about can be read by a machine. */
class LogLinesTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.imbed");
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(
            storage, builder -> builder.limits(Chat.unhurried()).on(BeforeRecall.class, attempt -> Verdict.allow()));

    @BeforeEach
    void listen() {
        lines.start();
        ours.addAppender(lines);
    }

    @AfterEach
    void close() {
        ours.detachAppender(lines);
        chat.close();
    }

    private ILoggingEvent line(String text) {
        return lines.list.stream()
                .filter(each -> each.getFormattedMessage().contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line says \"" + text + "\": " + lines.list));
    }

    @Test
    void lineAboutARoomNamesItInItsTextAndAsAKey() {
        chat.done(chat.server.rooms().create(NewRoom.channel("news")));
        chat.server.rooms().follow("news", null, event -> {
            throw new IllegalStateException("the listener is broken");
        });

        chat.signIn("alice").ok("join", "\"room\":\"news\"");

        ILoggingEvent line = line("a follower failed");
        assertThat(line.getFormattedMessage()).isEqualTo("room news: a follower failed on rev 1; it is ended");
        assertThat(line.getKeyValuePairs()).containsExactly(new KeyValuePair("room", "news"));
        assertThat(line.getThrowableProxy().getMessage()).isEqualTo("the listener is broken");
    }

    @Test
    void lineAboutARequestNamesItsConnectionAndSession() {
        Peer alice = chat.channel("news", "alice")[0];
        alice.sendText("news", "c1", "one");
        storage.messages(DefectTest::fromTheBeginningOfTime);

        alice.ask("recall", "\"room\":\"news\",\"seq\":1");

        String session = chat.server.sessions().of("alice").get(0).id();
        ILoggingEvent line = line("a request failed");
        assertThat(line.getKeyValuePairs()).contains(new KeyValuePair("session", session));
        assertThat(line.getKeyValuePairs())
                .anyMatch(pair -> pair.key.equals("connection")
                        && line.getFormattedMessage().startsWith("connection " + pair.value + ": "));
    }
}
