package io.imbed.internal.host;

import io.imbed.SessionView;
import io.imbed.Sessions;
import io.imbed.internal.presence.Presence;
import io.imbed.internal.session.Session;
import io.imbed.internal.session.SessionRegistry;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.PresenceView;
import java.util.List;
import java.util.Optional;

/** {@link Sessions} over the registry. */
public final class HostSessions implements Sessions {
    private final SessionRegistry registry;
    private final Presence presence;

    public HostSessions(SessionRegistry registry, Presence presence) {
        this.registry = registry;
        this.presence = presence;
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
    public PresenceView presence(String user) {
        return presence.of(user);
    }

    @Override
    public int signOut(String user) {
        return registry.signOut(registry.of(user));
    }

    @Override
    public boolean signOutSession(String session) {
        Optional<Session> found = registry.byId(session);
        found.ifPresent(each -> each.close(CloseReason.SIGNED_OUT));
        return found.isPresent();
    }
}
