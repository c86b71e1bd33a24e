package io.imbed.testkit.websocket;

import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What RFC 6455 asks of a server, shown over the real wire: each case is a test of its own.
 *
 * <p>Extend it and start an {@code ImServer} with the transport; cases need no credentials, but rates may not be so low
 * that a client which connects several hundred times is refused.
 */
public abstract class WebSocketConformanceContract {
    /** {@code ws://host:port/path} of a running server. */
    protected abstract URI address();

    /** What it is held to. */
    protected Profile profile() {
        return Profile.strict();
    }

    @TestFactory
    Stream<DynamicTest> keepsToTheRfc() {
        Target target = Target.of(address());
        Profile profile = profile();
        return CaseTable.all(target, profile).stream()
                .map(one -> DynamicTest.dynamicTest(one.title(), () -> CasePlayer.play(one, target, profile)));
    }
}
