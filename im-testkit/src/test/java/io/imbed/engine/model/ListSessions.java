package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import net.jqwik.api.Arbitrary;

/** sessions. */
record ListSessions(Who who) implements Step {
    static Arbitrary<Step> any() {
        return Pick.client().map(ListSessions::new);
    }

    @Override
    public void play(Play play) {
        play.connect(who);
        JsonArray sessions = new JsonArray();
        for (Device each : play.world().sessions(who.user())) {
            JsonObject session = World.fields("session", each.session, "device", "d" + each.number);
            session.addProperty("since", each.since);
            if (each.number == who.device()) session.addProperty("current", true);
            sessions.add(session);
        }
        JsonObject expected = new JsonObject();
        expected.add("sessions", sessions);
        play.compare(expected, play.ask(who, "sessions", new JsonObject()));
    }

    @Override
    public String toString() {
        return who + " lists its sessions";
    }
}
