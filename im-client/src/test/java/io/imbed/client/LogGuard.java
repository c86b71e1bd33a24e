package io.imbed.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test in which the client logged an error: an exception in one of its tasks is caught and logged, and would
 * go unnoticed. A test that provokes one says so.
 */
final class LogGuard implements BeforeEachCallback, AfterEachCallback {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };
    private final Logger logger = (Logger) LoggerFactory.getLogger(ImClient.class);
    private boolean expected;

    /** Errors are part of this test: takes them out and returns their exceptions. */
    List<Throwable> errors() {
        expected = true;
        return events.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(event -> ((ThrowableProxy) event.getThrowableProxy()).getThrowable())
                .toList();
    }

    /** All that was logged, at any level. */
    List<String> lines() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        logger.setLevel(Level.TRACE);
        appender.start();
        logger.addAppender(appender);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        logger.detachAppender(appender);
        if (!expected) {
            assertThat(events).noneMatch(event -> event.getLevel() == Level.ERROR);
        }
    }
}
