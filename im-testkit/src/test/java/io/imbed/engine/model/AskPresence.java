package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * presence.
 *
 * @param users about whom; nobody if empty
 * @param away null to leave it
 */
record AskPresence(Who who, List<String> users, boolean watch, Boolean away) implements Step {
    static Arbitrary<Step> any() {
        Arbitrary<List<String>> users = Arbitraries.of("alice", "bob", "carol", "dave", Who.OUTSIDER)
                .list()
                .ofMaxSize(5)
                .uniqueElements();
        return Combinators.combine(
                        Pick.client(),
                        users,
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false).injectNull(0.5))
                .as(AskPresence::new);
    }

    @Override
    public void play(Play play) {
        play.connect(who);
        World world = play.world();
        Device device = play.device(who);
        JsonObject said = new JsonObject();
        if (!users.isEmpty()) said.add("users", Send.array(users));
        said.addProperty("watch", watch);
        if (away != null) said.addProperty("away", away);
        if (away != null) {
            device.away = away;
            world.presenceChanged(who.user(), false);
        }
        JsonArray views = new JsonArray();
        users.forEach(user ->
                views.add(world.sees(who.user(), user) ? world.person(user).view() : new Person(user).view()));
        JsonObject expected = new JsonObject();
        expected.add("presence", views);
        if (watch) {
            device.watched.clear();
            users.forEach(user -> device.watched.put(user, world.person(user).shown()));
        }
        if (users.isEmpty() && !watch && away == null) expected = new Refused("BAD_REQUEST").reply();
        play.compare(expected, play.ask(who, "presence", said));
    }

    @Override
    public String toString() {
        return who
                + (watch ? " watches " : " asks who is there: ")
                + users
                + (away == null ? "" : away ? " and is away" : " and is back");
    }
}
