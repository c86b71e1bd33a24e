package io.imbed.internal.host;

import io.imbed.SessionView;
import io.imbed.Sessions;
import io.imbed.internal.session.Session;
import io.imbed.internal.session.SessionRegistry;
import io.imbed.protocol.CloseReason;
import java.util.List;
import java.util.Optional;

/** {@link Sessions} over the registry. */
public final class HostSessions implements Sessions {
    private final SessionRegistry registry;

    public HostSessions(SessionRegistry registry) {
        this.registry = registry;
    }

    @Override
    public int count() {
        return registry.count();
    }

    @Override
    public List<SessionView> of(String user) {
        return registry.of(user).stream().map(Session::view).toList();
    }

    @Override
    public int signOut(String user) {
        List<Session> sessions = registry.of(user);
        sessions.forEach(each -> each.close(CloseReason.SIGNED_OUT));
        return sessions.size();
    }

    @Override
    public boolean signOutSession(String session) {
        Optional<Session> found = registry.byId(session);
        found.ifPresent(each -> each.close(CloseReason.SIGNED_OUT));
        return found.isPresent();
    }
}
