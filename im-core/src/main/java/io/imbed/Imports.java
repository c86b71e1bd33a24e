package io.imbed;

import io.imbed.protocol.RoomView;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Brings rooms of another chat here, with their original senders and times: the room, its messages, then its members.
 *
 * <pre>{@code
 * Imports imports = server.imports();
 * imports.room(NewRoom.group("g-17").title("Team"), founded).toCompletableFuture().join();
 * for (List<ImportedMessage> batch : oldest first) {
 *     imports.messages("g-17", batch).toCompletableFuture().join();       // one after the other
 * }
 * imports.members("g-17", List.of(
 *         ImportedMember.of("alice", "Alice", Role.OWNER, founded).withRead(1_204),
 *         ImportedMember.of("bob", "Bob", Role.MEMBER, later).withJoinedSeq(310).withRead(1_190)))
 *         .toCompletableFuture().join();
 * }</pre>
 *
 * <p>A call that is repeated, or a whole import after a crash, stores nothing twice and goes on where it ended. Members
 * last, nobody sees a room half moved in. It is history: no hook is asked or told, and neither policy nor directory. Events
 * go to the log as ever, so whoever follows the room sees what comes; a room in use may be added to, as times allow.
 *
 * <p>Threads: any; nothing here blocks, stages complete on hook threads. One call at a time for a room: the next when the
 * stage of the last has completed, which is also what keeps memory bounded. Stages fail with
 * {@link io.imbed.protocol.ImException}s: CONFLICT where what is there already differs, NOT_FOUND where there is no such
 * room, UNAVAILABLE where the same call may be tried again, and as for sends where something is too large.
 */
public interface Imports {
    /**
     * Makes a room with its original time, or finds that it is there.
     *
     * @param room with an id, or DIRECT; its {@code owner} is who made it. Nobody becomes a member by this
     * @return the room as an outsider sees it; CONFLICT if the one there was not made by the same call
     */
    CompletionStage<RoomView> room(NewRoom room, Instant createdAt);

    /**
     * Adds messages, oldest first, a few thousand at a time. Those that are there already, known by sender and id as long
     * as they are kept, are left as they are, whatever became of them since. If the stage fails, those before the one it
     * names are stored, and none behind it.
     *
     * <p>Times are kept, so they must ascend: CONFLICT for a message older than the room's last event. No mark moves.
     */
    CompletionStage<Imported> messages(String room, List<ImportedMessage> batch);

    /**
     * Adds members, who are where they were: marks and {@code joinedSeq} must not lie beyond the room's last message. A
     * member that is there already has its marks moved forward; CONFLICT if it joined otherwise or has another role. If
     * the stage fails, others of the batch may have been added. FORBIDDEN for who is banned or would be one too many.
     */
    CompletionStage<Void> members(String room, List<ImportedMember> members);
}
