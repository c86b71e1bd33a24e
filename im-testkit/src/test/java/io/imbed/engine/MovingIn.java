package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.ImportedMessage;
import io.imbed.Imports;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeCreateRoom;
import io.imbed.hook.BeforeJoin;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.MemberJoined;
import io.imbed.hook.MessageSent;
import io.imbed.hook.Offline;
import io.imbed.hook.RoomCreated;
import io.imbed.hook.Verdict;
import io.imbed.protocol.ImException;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.spi.MemberRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** What tests of imports share: a chat whose hooks note that they were asked or told. */
abstract class MovingIn {
    static final Instant FOUNDED = Instant.parse("2015-03-01T08:00:00Z");

    final TroubledStorage storage = new TroubledStorage();
    final List<String> told = new ArrayList<>();
    final Chat chat = Chat.open(
            storage,
            builder -> builder.limits(Chat.unhurried())
                    .on(BeforeCreateRoom.class, attempt -> noted("create"))
                    .on(BeforeJoin.class, attempt -> noted("join"))
                    .on(BeforeSend.class, attempt -> noted("send"))
                    .on(RoomCreated.class, room -> told.add("created"))
                    .on(MemberJoined.class, member -> told.add("joined"))
                    .on(MessageSent.class, sent -> told.add("sent"))
                    .on(Offline.class, offline -> told.add("offline")));
    final Imports imports = chat.server.imports();

    @AfterEach
    void close() {
        storage.releaseAppends();
        chat.close();
    }

    Verdict.Decision noted(String what) {
        told.add(what);
        return Verdict.allow();
    }

    static Instant at(int minute) {
        return FOUNDED.plusSeconds(60L * minute);
    }

    /** {@code m1}, a minute after the founding, and so on; alice and bob take turns. */
    static ImportedMessage message(int number) {
        String sender = number % 2 == 1 ? "alice" : "bob";
        return ImportedMessage.text("m" + number, sender, sender, at(number), "text " + number);
    }

    static List<ImportedMessage> messages(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(MovingIn::message).toList();
    }

    void founded(String room) {
        chat.done(imports.room(NewRoom.group(room).title("Team").owner("alice"), FOUNDED));
    }

    List<Message> history(String room) {
        return chat.done(chat.server.rooms().history(room, Anchor.LATEST, 100)).messages();
    }

    MemberRow member(String room, String user) {
        return storage.store().member(room, user).toCompletableFuture().join().orElseThrow();
    }

    /** The sentence with which the stage fails. */
    String refusal(CompletionStage<?> stage) {
        Throwable[] no = new Throwable[1];
        assertThatThrownBy(() -> chat.done(stage)).satisfies(thrown -> no[0] = thrown.getCause());
        return no[0] instanceof ImException refused
                ? refused.code() + " " + refused.getMessage()
                : no[0].getClass().getSimpleName() + " " + no[0].getMessage();
    }
}
