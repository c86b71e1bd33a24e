package io.imbed.client.simulation;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.spi.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Promise 8 over one room's final log, read from its beginning as anybody would read it: nothing was accepted of those who
 * might not, and nothing was delivered to those who had gone.
 */
final class RevocationCheck {
    private final String where;
    private final Map<String, Role> members = new TreeMap<>();
    private final Map<String, Long> mutes = new HashMap<>();
    private final Map<String, Long> bans = new HashMap<>();
    private final Map<Long, String> senders = new HashMap<>();
    private final Map<String, List<Long>> ends = new HashMap<>(); // revs at which a user's memberships ended
    private final Set<Long> recalled = new HashSet<>();

    /**
     * An event that a connection was given on the ground of one admission.
     *
     * @param at the event as of which the user was a member
     * @param given the event
     */
    record Admission(String room, String user, Cursor at, Cursor given) {}

    RevocationCheck(String where) {
        this.where = where;
    }

    /** The next event. */
    void read(Event event) {
        EventBody body = event.body();
        String by = event.by();
        long at = event.at().toEpochMilli();
        boolean host = by.equals(Event.SYSTEM);
        boolean itself = body instanceof EventBody.Joined && by.equals(body.user());
        require(host || itself || members.containsKey(by) || isMadeBy(event), event, "its author is no member");
        if (body instanceof EventBody.Posted || body instanceof EventBody.Edited) {
            require(host || mutes.getOrDefault(by, 0L) <= at, event, "its author is muted");
        }
        String user = body.user();
        if (body instanceof EventBody.Posted posted) {
            senders.put(posted.seq(), by);
        } else if (body instanceof EventBody.Edited) {
            require(host || by.equals(senders.get(body.seq())), event, "its author did not send the message");
            require(!recalled.contains(body.seq()), event, "the message had been recalled");
        } else if (body instanceof EventBody.Recalled) {
            boolean own = by.equals(senders.get(body.seq()));
            require(host || own || rank(by) > 0, event, "its author neither sent the message nor moderates");
            recalled.add(body.seq());
        } else if (user != null) {
            member(event, user, host, at);
        }
    }

    /** A room's founders are there from its making, by the word of one who may be none yet. */
    private boolean isMadeBy(Event event) {
        return event.body() instanceof EventBody.Joined && members.isEmpty();
    }

    private void member(Event event, String user, boolean host, long at) {
        EventBody body = event.body();
        if (body instanceof EventBody.Joined joined) {
            require(!members.containsKey(user), event, "it is a member already");
            require(bans.getOrDefault(user, 0L) <= at, event, "it is banned");
            members.put(user, joined.role());
        } else if (body instanceof EventBody.RoleChanged role) {
            members.put(user, role.role());
        } else if (body instanceof EventBody.Muted muted) {
            requireRank(event, user, host);
            mutes.put(
                    user, muted.until() == null ? Long.MAX_VALUE : muted.until().toEpochMilli());
        } else if (body instanceof EventBody.Unmuted) {
            mutes.remove(user);
        } else if (body instanceof EventBody.Unbanned) {
            bans.remove(user);
        } else {
            if (!(body instanceof EventBody.Left)) requireRank(event, user, host);
            if (body instanceof EventBody.Banned banned) {
                bans.put(
                        user,
                        banned.until() == null ? Long.MAX_VALUE : banned.until().toEpochMilli());
            }
            if (members.remove(user) != null) {
                ends.computeIfAbsent(user, key -> new ArrayList<>()).add(event.rev());
            }
        }
    }

    private int rank(String user) {
        Role role = members.get(user);
        return role == null ? -1 : role.compareTo(Role.MEMBER);
    }

    private void requireRank(Event event, String user, boolean host) {
        require(host || rank(event.by()) > rank(user), event, "its author does not stand above " + user);
    }

    /** The storage's rows are what the log has come to, and nobody was given what it might not see. */
    void verify(Storage storage, String room, String epoch, List<SimulatedClient> clients) {
        Map<String, Role> stored = new TreeMap<>();
        storage.store()
                .members(room, null, Integer.MAX_VALUE)
                .toCompletableFuture()
                .join()
                .forEach(row -> stored.put(row.user(), row.role()));
        if (!stored.equals(members)) throw new AssertionError(where + " has " + stored + ", its log says " + members);
        for (SimulatedClient client : clients) {
            for (Admission each : client.admissions) {
                boolean here = each.room().equals(room) && each.given().epoch().equals(epoch);
                if (here) verify(client.name + " in ", each);
            }
        }
    }

    /** Whoever had gone was given nothing more, until it was let in anew. */
    private void verify(String who, Admission admission) {
        long end = ends.getOrDefault(admission.user(), List.of()).stream()
                .filter(rev -> rev > admission.at().rev())
                .findFirst()
                .orElse(Long.MAX_VALUE);
        boolean otherLife = !admission.given().epoch().equals(admission.at().epoch());
        if (otherLife || admission.given().rev() <= end) return;
        throw new AssertionError(who + where + ": let in as of " + admission.at() + " it was given event "
                + admission.given().rev() + ", but " + admission.user() + " was no member after " + end);
    }

    private void require(boolean holds, Event event, String why) {
        if (holds) return;
        EventBody body = event.body();
        throw new AssertionError(
                where + " took " + body.type() + " at rev " + event.rev() + " by " + event.by() + ": " + why);
    }
}
