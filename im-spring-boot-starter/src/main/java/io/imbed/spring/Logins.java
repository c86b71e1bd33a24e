package io.imbed.spring;

import io.imbed.Sessions;
import io.imbed.hook.Connected;
import io.imbed.hook.Disconnected;
import io.imbed.hook.Occurrence;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which chat sessions came by which login: the end of an HTTP session, by sign-out or because it expired, ends those that it
 * let in, and no others of the user's.
 *
 * <p>A login is named by a random key that lies in the HTTP session, not by the session's id: that is a secret, and changes.
 * A login that is not known any more has ended, so a chat session that is told late is ended at once.
 *
 * <p>Threads: any. Never calls out while holding its lock.
 */
final class Logins implements HttpSessionListener, Connected, Disconnected {
    /** Of the HTTP session, the handshake and the identity alike. */
    static final String ATTRIBUTE = "io.imbed.login";

    private volatile @Nullable Sessions sessions; // the server is made of this, among others, so they come later
    private final Map<String, Set<String>> chats = new HashMap<>(); // of each login; guarded by this

    /** Called before anybody can connect. */
    void use(Sessions ofTheServer) {
        sessions = ofTheServer;
    }

    /** What goes along with a handshake. */
    Map<String, Object> attributes(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null || request.getUserPrincipal() == null) return Map.of();
        String login = login(session);
        if (login == null) {
            login = UUID.randomUUID().toString();
            session.setAttribute(ATTRIBUTE, login);
        }
        synchronized (this) {
            chats.computeIfAbsent(login, first -> new HashSet<>());
        }
        return Map.of(ATTRIBUTE, login);
    }

    @Override
    public void connected(Occurrence.Session session) {
        String login = session.identity().attributes().get(ATTRIBUTE);
        if (login == null) return;
        synchronized (this) {
            Set<String> known = chats.get(login);
            if (known != null) {
                known.add(session.session().id());
                return;
            }
        }
        signOut(session.session().id());
    }

    @Override
    public synchronized void disconnected(Occurrence.Session session) {
        String login = session.identity().attributes().get(ATTRIBUTE);
        Set<String> known = login == null ? null : chats.get(login);
        if (known != null) known.remove(session.session().id());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        end(login(event.getSession()));
    }

    /** Ends what came by the login of this HTTP session, which itself may go on. */
    void signedOut(HttpSession session) {
        String login = login(session);
        session.removeAttribute(ATTRIBUTE); // whoever logs in next is another login
        end(login);
    }

    private void end(@Nullable String login) {
        if (login == null) return;
        Set<String> known;
        synchronized (this) {
            known = chats.remove(login);
        }
        if (known != null) List.copyOf(known).forEach(this::signOut);
    }

    private void signOut(String chat) {
        Sessions known = sessions;
        if (known != null) known.signOutSession(chat);
    }

    private static @Nullable String login(HttpSession session) {
        return (String) session.getAttribute(ATTRIBUTE);
    }
}
