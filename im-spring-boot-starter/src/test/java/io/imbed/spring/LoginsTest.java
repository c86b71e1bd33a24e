package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Identity;
import io.imbed.SessionView;
import io.imbed.Sessions;
import io.imbed.hook.Occurrence;
import io.imbed.protocol.PresenceView;
import jakarta.servlet.http.HttpSessionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class LoginsTest {
    private final List<String> signedOut = new ArrayList<>();
    private final Logins logins = new Logins();
    private final MockHttpSession web = new MockHttpSession();

    @BeforeEach
    void begin() {
        logins.use(new Recording());
    }

    @AfterEach
    void end() {
        RequestContextHolder.resetRequestAttributes();
    }

    private Occurrence.Session chat(String id, MockHttpSession by) {
        return chat(id, String.valueOf(logins.attributes(request(by)).get(Logins.ATTRIBUTE)));
    }

    private static Occurrence.Session chat(String id, String login) {
        return new Occurrence.Session(
                new SessionView(id, "alice", null, null, "servlet", "127.0.0.1", Instant.EPOCH),
                new Identity("alice", "alice", null, Map.of(Logins.ATTRIBUTE, login), null));
    }

    private static MockHttpServletRequest request(MockHttpSession session) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSession(session);
        request.setUserPrincipal(() -> "alice");
        return request;
    }

    @Test
    void endOfTheHttpSessionEndsWhatItLetInAndNothingElse() {
        logins.connected(chat("one", web));
        logins.connected(chat("two", web));
        logins.connected(chat("other", new MockHttpSession()));

        logins.sessionDestroyed(new HttpSessionEvent(web));

        assertThat(signedOut).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void chatThatIsToldOfAfterTheEndEndsToo() {
        Occurrence.Session late = chat("late", web);
        logins.sessionDestroyed(new HttpSessionEvent(web));

        logins.connected(late);

        assertThat(signedOut).containsExactly("late");
    }

    @Test
    void chatThatHasGoneIsNotEndedAgain() {
        Occurrence.Session gone = chat("gone", web);
        logins.connected(gone);
        logins.disconnected(gone);

        logins.sessionDestroyed(new HttpSessionEvent(web));

        assertThat(signedOut).isEmpty();
    }

    @Test
    void idOfTheHttpSessionIsNoPartOfTheIdentity() {
        assertThat(logins.attributes(request(web)).values()).doesNotContain(web.getId());
    }

    @Test
    void logoutThatKeepsTheHttpSessionEndsItsChatsAndBeginsAnotherLogin() {
        logins.connected(chat("one", web));
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request(web)));

        new SignOutListener(logins)
                .onApplicationEvent(new LogoutSuccessEvent(new TestingAuthenticationToken("alice", "secret")));
        logins.connected(chat("next", web));

        assertThat(signedOut).containsExactly("one");
    }

    private final class Recording implements Sessions {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public List<SessionView> of(String user) {
            return List.of();
        }

        @Override
        public PresenceView presence(String user) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int signOut(String user) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean signOutSession(String session) {
            return signedOut.add(session);
        }
    }
}
