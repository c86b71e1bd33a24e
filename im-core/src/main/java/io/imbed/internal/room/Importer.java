package io.imbed.internal.room;

import io.imbed.Draft;
import io.imbed.Imported;
import io.imbed.ImportedMember;
import io.imbed.ImportedMessage;
import io.imbed.Limits;
import io.imbed.NewRoom;
import io.imbed.internal.Causes;
import io.imbed.protocol.Content;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.Environment;
import io.imbed.spi.RoomRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings in rooms from elsewhere: everything goes through the lanes as any change does, a few at a time, so that an
 * import of any size neither fills a lane's queue nor holds up the room's users. Threads: any; results complete on lanes.
 */
public final class Importer {
    /** As much as a lane takes in one batch, about; more would only wait there. */
    private static final int AT_ONCE = 256;

    private final Lanes lanes;
    private final RoomMaker maker;
    private final DraftRules drafts;
    private final Environment env;

    public Importer(Lanes lanes, RoomMaker maker, Limits limits, Environment env) {
        this.lanes = lanes;
        this.maker = maker;
        this.drafts = new DraftRules(limits);
        this.env = env;
    }

    /** Answers the room's id. */
    public CompletionStage<String> room(NewRoom room, Instant createdAt) {
        Instant time = createdAt.truncatedTo(ChronoUnit.MILLIS);
        past("the room", time);
        RoomRow row = maker.rowOfImport(room, time);
        return lanes.submit(row.id(), new ImportRoomCommand(row, RandomIds.next(env.random())))
                .thenApply(done -> row.id());
    }

    /** All are looked at before the first is stored. */
    public CompletionStage<Imported> messages(String room, List<ImportedMessage> given) {
        List<ImportedMessage> batch = List.copyOf(given);
        Instant before = Instant.MIN;
        for (ImportedMessage each : batch) {
            past("message " + each.id(), each.at());
            if (each.at().isBefore(before)) {
                throw new IllegalArgumentException(
                        "message " + each.id() + " is of " + each.at() + ", the one before it of " + before);
            }
            before = each.at();
            Content content = each.content();
            if (content == null) continue;
            try {
                drafts.check(new Draft(content, each.replyTo(), each.mentions(), each.meta()));
            } catch (RefusedException no) {
                throw naming("message " + each.id(), no);
            }
        }
        return new Run(room, batch).go();
    }

    public CompletionStage<Void> members(String room, List<ImportedMember> given) {
        List<ImportedMember> members = List.copyOf(given);
        members.forEach(each -> past("member " + each.user(), each.joinedAt()));
        return members(room, members, 0);
    }

    private CompletionStage<Void> members(String room, List<ImportedMember> members, int from) {
        if (from == members.size()) return CompletableFuture.completedFuture(null);
        int to = Math.min(members.size(), from + AT_ONCE);
        List<ImportMemberCommand> commands = members.subList(from, to).stream()
                .map(each -> new ImportMemberCommand(room, each))
                .toList();
        lanes.with(room, live -> commands.forEach(live::submit));
        return CompletableFuture.allOf(commands.stream().map(Command::result).toArray(CompletableFuture[]::new))
                .thenCompose(done -> members(room, members, to));
    }

    /** A time to come would be that of all events until it has come; one before 1970 the wire cannot tell. */
    private void past(String what, Instant at) {
        Instant now = env.clock().instant();
        if (at.isBefore(Instant.EPOCH)) throw new IllegalArgumentException(what + " is of " + at + ", before 1970");
        if (at.isAfter(now)) throw new IllegalArgumentException(what + " is of " + at + ", it is " + now);
    }

    private static RefusedException naming(String what, RefusedException no) {
        return new RefusedException(no.code(), what + ": " + no.getMessage());
    }

    /** One batch on its way. Threads: the room's lane, from {@link #go} on. */
    private final class Run {
        private final String room;
        private final List<ImportedMessage> batch;
        private final List<Long> seqs = new ArrayList<>();
        private final CompletableFuture<Imported> answer = new CompletableFuture<>();
        private int stored;

        Run(String room, List<ImportedMessage> batch) {
            this.room = room;
            this.batch = batch;
        }

        CompletionStage<Imported> go() {
            lanes.with(room, this::next);
            return answer;
        }

        private void next(LiveRoom live) {
            if (seqs.size() == batch.size()) {
                answer.complete(new Imported(seqs, stored));
                return;
            }
            List<ImportCommand> commands = new ArrayList<>();
            ImportCommand before = null;
            int bytes = 0;
            for (ImportedMessage each : batch.subList(seqs.size(), batch.size())) {
                if (commands.size() == AT_ONCE || bytes > Lane.Forming.MAX_BYTES) break;
                before = new ImportCommand(room, each, before);
                bytes += before.bytes();
                commands.add(before);
            }
            CompletableFuture<?>[] results =
                    commands.stream().map(Command::result).toArray(CompletableFuture[]::new);
            // In a turn of its own: this answer comes out of the middle of a batch's settling.
            CompletableFuture.allOf(results)
                    .whenComplete((done, error) -> lanes.with(room, now -> took(now, commands)));
            commands.forEach(live::submit);
        }

        private void took(LiveRoom live, List<ImportCommand> commands) {
            for (ImportCommand each : commands) {
                Throwable no = each.result().handle((done, error) -> error).join();
                if (no != null) {
                    answer.completeExceptionally(named(no));
                    return;
                }
                ImportCommand.Done done = each.result().join();
                seqs.add(done.seq());
                if (done.stored()) stored++;
            }
            next(live);
        }

        private Throwable named(Throwable error) {
            Throwable no = Causes.of(error);
            String id = batch.get(seqs.size()).id();
            return no instanceof RefusedException refused && refused.code() != ErrorCode.INTERNAL
                    ? naming("message " + id, refused)
                    : no;
        }
    }
}
