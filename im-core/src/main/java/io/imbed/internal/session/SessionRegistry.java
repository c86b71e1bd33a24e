package io.imbed.internal.session;

import io.imbed.Limits;
import io.imbed.internal.TokenBucket;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.PresenceView;
import io.imbed.spi.Scheduler;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The sessions of this node by id and by user, and what users' sessions share. Threads: any. */
public final class SessionRegistry {
    /** How many users' send rates are remembered after they have gone: coming back is no way to a fresh burst. */
    private static final int MAX_RATES = 20_000;

    private final Map<String, Session> byId = new ConcurrentHashMap<>();
    private final Map<String, List<Session>> byUser = new ConcurrentHashMap<>();
    private final Limits limits;
    private final Scheduler scheduler;
    private final Map<String, TokenBucket> sendRates = new LinkedHashMap<>(16, 0.75f, true) { // guarded by itself
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
                    return size() > MAX_RATES;
                }
            };

    public SessionRegistry(Limits limits, Scheduler scheduler) {
        this.limits = limits;
        this.scheduler = scheduler;
    }

    /** Returns false if the user has as many sessions as it may. */
    boolean add(Session session) {
        // One that replaces another does so once it is welcome; until then there is one more.
        int most = limits.connections().perUser() * (replaces() ? 2 : 1);
        List<Session> mine = byUser.compute(session.user(), (user, others) -> {
            if (others == null) return List.of(session);
            if (others.size() >= most) return others;
            return Stream.concat(others.stream(), Stream.of(session)).toList();
        });
        if (!mine.contains(session)) return false;
        byId.put(session.id(), session);
        return true;
    }

    private boolean replaces() {
        return limits.connections().whenFull() == Limits.WhenFull.REPLACE_OLDEST;
    }

    /** The user has one more session that was welcomed: the oldest ones give way, if that is the policy. */
    void makeRoom(String user) {
        if (!replaces()) return;
        List<Session> active = of(user).stream().filter(Session::isActive).toList();
        int beyond = active.size() - limits.connections().perUser();
        if (beyond > 0) signOut(active.subList(0, beyond));
    }

    void remove(Session session) {
        byId.remove(session.id(), session);
        byUser.computeIfPresent(session.user(), (user, mine) -> {
            List<Session> others = mine.stream().filter(each -> each != session).toList();
            return others.isEmpty() ? null : others;
        });
    }

    /** A user's sessions, oldest first. */
    public List<Session> of(String user) {
        return byUser.getOrDefault(user, List.of());
    }

    /** Ends some of a user's sessions for good; those that are away first, or the user would be away for a moment. */
    public int signOut(Collection<Session> some) {
        some.stream()
                .sorted(Comparator.comparing(each -> !each.isAway()))
                .forEach(each -> each.close(CloseReason.SIGNED_OUT));
        return some.size();
    }

    public Optional<Session> byId(String session) {
        return Optional.ofNullable(byId.get(session));
    }

    public Collection<Session> all() {
        return byId.values();
    }

    public int count() {
        return byId.size();
    }

    /** How a user's sessions are: one that is at the device makes the user online. */
    public PresenceView.State stateOf(String user) {
        List<Session> mine = of(user);
        if (mine.isEmpty()) return PresenceView.State.OFFLINE;
        return mine.stream().allMatch(Session::isAway) ? PresenceView.State.AWAY : PresenceView.State.ONLINE;
    }

    public boolean isOnline(String user) {
        return byUser.containsKey(user);
    }

    /** The rate of one user's sends over all its sessions. */
    TokenBucket sendRate(String user) {
        synchronized (sendRates) {
            return sendRates.computeIfAbsent(
                    user,
                    fresh -> new TokenBucket(
                            limits.rates().sendsPerSecond(), limits.rates().sendBurst(), scheduler));
        }
    }
}
