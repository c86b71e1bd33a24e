package io.imbed.internal.presence;

import io.imbed.Limits;
import io.imbed.hook.Occurrence;
import io.imbed.hook.PresenceChanged;
import io.imbed.internal.Budget;
import io.imbed.internal.Encoder;
import io.imbed.internal.hook.Hooks;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.PresenceView.State;
import io.imbed.protocol.ServerFrame;
import io.imbed.spi.Batch;
import io.imbed.spi.Environment;
import io.imbed.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether users are there, over all their sessions on this node, and who is told when that changes.
 *
 * <p>What is shown of a user is damped. Its last session's end shows after a grace time only, at once if it was signed
 * out; coming back before is no news. And after each telling there is a pause, so that a client that flickers costs its
 * watchers one signal a second at most: what they are told then is how it is by then.
 *
 * <p>A change costs the watchers of that user and nothing else. They are told one telling at a time for each user, so
 * signals about one user come in their order, after it was asked again who may still see the user.
 *
 * <p>Threads: any. One leaf lock; storage, hooks and outboxes are reached outside of it. A watcher's signals begin when
 * its answer has been given ({@link #answered}), with what has changed since that was made up.
 */
public final class Presence {
    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    /** Between two tellings about one user; also before one that failed is tried again. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Tellings that go on at once: what waits behind them is bounded by the users who are there. */
    private static final int AT_ONCE = 16;

    private final Function<String, State> sessions;
    private final Visibility visibility;
    private final Hooks hooks;
    private final Encoder encoder;
    private final Budget budget;
    private final Environment env;
    private final Duration grace;
    private final Turns turns = new Turns(AT_ONCE);
    private final Map<String, Person> people = new HashMap<>(); // guarded by this
    private final Map<String, Set<Watch>> watches = new HashMap<>(); // guarded by this: by whom they are about
    private final Map<Watcher, List<Watch>> lists = new HashMap<>(); // guarded by this
    private final LastSeen lastSeen; // guarded by this

    /** Somebody who is there, or of whose leaving somebody is still to be told. */
    private static final class Person {
        State shown = State.OFFLINE;
        State told = State.OFFLINE; // to hooks

        @Nullable Instant left; // when its last session ended; null while it has one

        Scheduler.@Nullable Timer grace;
        int absences; // which absence a grace time is of
        boolean telling; // or pausing after it
    }

    private record Telling(PresenceView view, List<Watch> behind, boolean isNews) {}

    /** @param sessions how a user's sessions are now; callable from any thread */
    public Presence(
            Function<String, State> sessions,
            Visibility visibility,
            Hooks hooks,
            Encoder encoder,
            Budget budget,
            Environment env,
            Limits.Presence limits) {
        this.sessions = sessions;
        this.visibility = visibility;
        this.hooks = hooks;
        this.encoder = encoder;
        this.budget = budget;
        this.env = env;
        this.grace = limits.grace();
        this.lastSeen = new LastSeen(limits.lastSeen());
    }

    // ---- How it is

    /** A session of the user began, ended, or is away or back. */
    public void changed(String user, boolean signedOut) {
        synchronized (this) {
            State now = sessions.apply(user);
            Person person = people.get(user);
            if (person == null) {
                if (now == State.OFFLINE) return;
                person = new Person();
                people.put(user, person);
            }
            if (now == State.OFFLINE) left(user, person, signedOut);
            else isThere(person, now);
        }
        tell(user);
    }

    private void isThere(Person person, State now) {
        if (person.grace != null) person.grace.cancel();
        person.grace = null;
        person.left = null;
        person.shown = now;
    }

    private void left(String user, Person person, boolean signedOut) {
        if (person.left == null) {
            person.left = env.clock().instant();
            person.absences++;
        }
        if (signedOut) {
            if (person.grace != null) person.grace.cancel();
            person.grace = null;
            person.shown = State.OFFLINE;
        } else if (person.shown != State.OFFLINE && person.grace == null) {
            int absence = person.absences;
            person.grace =
                    env.scheduler().schedule(grace, () -> env.worker().execute(() -> graceOver(user, person, absence)));
        }
    }

    private void graceOver(String user, Person person, int absence) {
        synchronized (this) {
            if (person.left == null || person.absences != absence) return; // It came back as the time was up.
            person.grace = null;
            person.shown = State.OFFLINE;
        }
        tell(user);
    }

    private State shown(String user) {
        Person person = people.get(user);
        return person == null ? State.OFFLINE : person.shown;
    }

    /** As it is shown to whoever may see it. */
    public synchronized PresenceView of(String user) {
        Person person = people.get(user);
        if (person == null) return new PresenceView(user, State.OFFLINE, lastSeen.get(user));
        return new PresenceView(user, person.shown, person.shown == State.OFFLINE ? person.left : null);
    }

    /** As they are shown to somebody who may see {@code visible} of them; of all others nothing was ever seen. */
    public synchronized List<PresenceView> of(List<String> users, Set<String> visible) {
        return users.stream()
                .map(user -> visible.contains(user) ? of(user) : PresenceView.unseen(user))
                .toList();
    }

    // ---- Who watches

    /** As {@link #of(List, Set)}; from the {@linkplain #answered answer} on changes of these users alone are told. */
    public List<PresenceView> watch(Watcher watcher, List<String> users, Set<String> visible) {
        List<Watch> list = new ArrayList<>(users.size());
        List<PresenceView> views;
        synchronized (this) {
            unwatch(watcher);
            if (!watcher.isOver()) {
                for (String user : users) list.add(new Watch(watcher, user, shown(user)));
            }
            if (!list.isEmpty()) lists.put(watcher, list);
            for (Watch each : list) {
                watches.computeIfAbsent(each.user, key -> new LinkedHashSet<>(4))
                        .add(each);
            }
            views = of(users, visible);
        }
        budget.take((long) list.size() * Watch.BYTES); // Not under the lock: memory that is short is freed at once.
        return views;
    }

    /** The session has ended, or watches others. */
    public synchronized void unwatch(Watcher watcher) {
        List<Watch> list = lists.remove(watcher);
        if (list == null) return;
        for (Watch watch : list) {
            watch.over = true;
            Set<Watch> others = watches.get(watch.user);
            if (others != null && others.remove(watch) && others.isEmpty()) watches.remove(watch.user);
        }
        budget.give((long) list.size() * Watch.BYTES);
    }

    /** The answer to a {@link #watch} is on its way: what has changed since follows it. */
    public void answered(Watcher watcher) {
        List<String> changed = new ArrayList<>(0);
        synchronized (this) {
            for (Watch watch : lists.getOrDefault(watcher, List.of())) {
                watch.open = true;
                if (watch.seen != shown(watch.user)) changed.add(watch.user);
            }
        }
        changed.forEach(this::tell);
    }

    // ---- Telling

    /** Tells what is not told yet, unless that is being done. */
    private void tell(String user) {
        Telling telling = begin(user);
        if (telling == null) return;
        if (telling.isNews()) {
            hooks.tell(
                    PresenceChanged.class, new Occurrence.Presence(telling.view()), PresenceChanged::presenceChanged);
        }
        List<Watcher> watchers =
                telling.behind().stream().map(watch -> watch.watcher).toList();
        CompletableFuture<Set<Watcher>> seeing = watchers.isEmpty()
                ? CompletableFuture.completedFuture(Set.of())
                : turns.take(() -> visibility.among(watchers, user));
        seeing.whenComplete((may, error) -> {
            if (error == null) deliver(telling, may);
            else
                LOG.warn(
                        "who sees that {} is {} cannot be read yet",
                        user,
                        telling.view().state(),
                        error);
            env.scheduler().schedule(PAUSE, () -> env.worker().execute(() -> goOn(user)));
        });
    }

    private synchronized @Nullable Telling begin(String user) {
        Person person = people.get(user);
        if (person != null && person.telling) return null;
        State shown = shown(user);
        List<Watch> behind = new ArrayList<>(0);
        for (Watch watch : watches.getOrDefault(user, Set.of())) {
            if (watch.open && watch.seen != shown) behind.add(watch);
        }
        boolean isNews = person != null && person.told != person.shown;
        if (behind.isEmpty() && !isNews) {
            forget(user, person);
            return null;
        }
        if (person == null) {
            person = new Person(); // For as long as the telling takes.
            person.left = lastSeen.get(user);
            people.put(user, person);
        }
        person.telling = true;
        person.told = shown;
        return new Telling(of(user), behind, isNews);
    }

    /** Nobody is left to be told of its leaving. */
    private void forget(String user, @Nullable Person person) {
        if (person == null || person.shown != State.OFFLINE) return;
        people.remove(user);
        if (person.left != null) lastSeen.put(user, person.left);
    }

    private void goOn(String user) {
        synchronized (this) {
            Person person = people.get(user);
            if (person != null) person.telling = false;
        }
        tell(user);
    }

    private void deliver(Telling telling, Collection<Watcher> may) {
        List<Watch> told = new ArrayList<>(telling.behind().size());
        synchronized (this) {
            for (Watch watch : telling.behind()) {
                watch.seen = telling.view().state();
                if (!watch.over && may.contains(watch.watcher)) told.add(watch);
            }
        }
        if (told.isEmpty()) return;
        Batch batch = encoder.batch(new ServerFrame.PresenceSignal(telling.view()));
        for (Watch watch : told) {
            batch.retain(1);
            watch.watcher.outbox().offerSignal(batch);
        }
        batch.release(1);
    }
}
