package io.imbed.client;

import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.SettingsPatch;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes rooms, and the client ids with which that and sending may be repeated.
 *
 * <p>Threads: any.
 */
final class RoomMaker {
    private final Core core;
    private final RandomGenerator random;

    RoomMaker(Core core, RandomGenerator random) {
        this.core = core;
        this.random = random;
    }

    /** 128 random bits. */
    String newCid() {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** Parameters as of {@link Request.RoomCreate}; the room is followed when it is there. */
    CompletionStage<RoomView> make(
            RoomKind kind,
            @Nullable String room,
            @Nullable String title,
            @Nullable String user,
            List<String> members,
            SettingsPatch settings) {
        String cid = newCid();
        List<String> invited = List.copyOf(members);
        return core.call(
                (CompletableFuture<Result.OneRoom> future) -> core.requests.ask(
                        id -> new Request.RoomCreate(id, kind, cid, room, title, user, invited, settings),
                        Result.OneRoom.class,
                        core.following(future, one -> core.follower.gained(one.room()))),
                Result.OneRoom::room);
    }
}
