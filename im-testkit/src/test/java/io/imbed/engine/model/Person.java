package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user as those are shown it who may see it: PROTOCOL.md, "presence". */
final class Person {
    static final String OFFLINE = "offline";

    private static final long GRACE_MS = 10_000;

    private final String user;
    private String shown = OFFLINE;
    private @Nullable Long left;
    private long changedAt;
    /** As it was shown at any time of the step. */
    private final List<JsonObject> lately = new ArrayList<>();

    Person(String user) {
        this.user = user;
    }

    /** A session came, went, or is away or back; these are left. */
    void changed(Collection<Device> sessions, boolean signedOut, long now) {
        if (!sessions.isEmpty()) {
            left = null;
            show(sessions.stream().allMatch(each -> each.away) ? "away" : "online", now);
        } else {
            if (left == null) left = now;
            show(signedOut ? OFFLINE : shown, now);
        }
    }

    /** Its going is shown only after a while. */
    void pass(long now) {
        if (left != null && now >= left + GRACE_MS) show(OFFLINE, left + GRACE_MS);
    }

    private void show(String state, long at) {
        if (!shown.equals(state)) changedAt = at;
        shown = state;
        lately.add(view());
    }

    void stepBegins() {
        lately.clear();
        lately.add(view());
    }

    boolean wasLately(JsonObject view) {
        return lately.contains(view);
    }

    String shown() {
        return shown;
    }

    long changedAt() {
        return changedAt;
    }

    JsonObject view() {
        JsonObject view = World.fields("user", user, "state", shown);
        if (shown.equals(OFFLINE) && left != null) view.addProperty("lastSeen", left);
        return view;
    }
}
