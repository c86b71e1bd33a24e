package io.imbed.testkit.authorisation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.imbed.spi.MetricsSink;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Everything that a server tells others than its clients: the log, ours at every level and everybody else's as it is set,
 * with whole exceptions; the names and tags of metrics; and what hooks are told of sessions and refusals. Threads: any.
 */
final class Overheard implements MetricsSink, AutoCloseable {
    private final Collection<String> log = new ConcurrentLinkedQueue<>();
    private final Collection<String> hooks = new ConcurrentLinkedQueue<>();
    private final Set<String> metrics = ConcurrentHashMap.newKeySet();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.imbed");
    private final Level before = ours.getLevel();
    private final boolean additive = ours.isAdditive();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                    + event.getMDCPropertyMap() + " " + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    };

    Overheard() {
        appender.setName("overheard");
        appender.start();
        ours.setLevel(Level.TRACE);
        ours.setAdditive(false); // what is provoked here would fill the console
        ours.addAppender(appender);
        root.addAppender(appender);
    }

    void hook(Object told) {
        hooks.add(told.toString());
    }

    @Override
    public void count(String name, String tag, long amount) {
        metrics.add(name + " " + tag);
    }

    @Override
    public void time(String name, String tag, long nanos) {
        metrics.add(name + " " + tag);
    }

    @Override
    public void gauge(String name, LongSupplier value) {
        metrics.add(name);
    }

    Collection<String> log() {
        return log;
    }

    Collection<String> metrics() {
        return metrics;
    }

    Collection<String> hooks() {
        return hooks;
    }

    List<String> all() {
        return Stream.of(log, hooks, metrics).flatMap(Collection::stream).toList();
    }

    @Override
    public void close() {
        ours.detachAppender(appender);
        root.detachAppender(appender);
        ours.setLevel(before);
        ours.setAdditive(additive);
        appender.stop();
    }
}
