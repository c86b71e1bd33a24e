package io.imbed.engine.model;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** One request about a room. */
interface RoomStep extends Step {
    Who who();

    Slot slot();

    String op();

    /** Adds what the request says beside the room. The model stands as it does before. */
    default void say(World world, JsonObject arguments) {}

    /**
     * What the model makes of it: changes it, and returns the reply.
     *
     * @param room null if there is none
     * @throws Refused as the server is to refuse it
     */
    JsonObject expect(World world, @Nullable Room room, JsonObject arguments);

    @Override
    default void play(Play play) {
        play.connect(who());
        World world = play.world();
        JsonObject arguments = new JsonObject();
        arguments.addProperty("room", world.id(slot()));
        say(world, arguments);
        JsonObject expected;
        try {
            expected = expect(world, world.room(slot()), arguments);
        } catch (Refused refused) {
            expected = refused.reply();
        }
        play.compare(expected, play.ask(who(), op(), arguments));
    }
}
