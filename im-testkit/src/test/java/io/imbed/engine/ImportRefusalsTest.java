package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.ImportedMember;
import io.imbed.ImportedMessage;
import io.imbed.NewRoom;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What does not move in, because it differs from what is there or cannot be. */
class ImportRefusalsTest extends MovingIn {
    @Test
    void messageThatDiffersIsAConflictWhichNamesIt() {
        founded("g1");
        chat.done(imports.messages("g1", messages(1, 2)));
        ImportedMessage first = message(1);
        List<ImportedMessage> others = List.of(
                ImportedMessage.text("m1", "alice", "alice", at(1), "other"),
                ImportedMessage.text("m1", "alice", "Alice", at(1), "text 1"),
                ImportedMessage.text("m1", "alice", "alice", at(0), "text 1"),
                ImportedMessage.recalled("m1", "alice", "alice", at(1)),
                first.withEditedAt(at(2)),
                first.withMentions(List.of("bob")),
                first.withMeta(new JsonText("{}")));

        for (ImportedMessage other : others) {
            assertThat(refusal(imports.messages("g1", List.of(other)))).startsWith("CONFLICT message m1: ");
        }
        assertThat(storage.room("g1").seq()).isEqualTo(2);
    }

    @Test
    void roomThatDiffersIsAConflict() {
        founded("g1");
        List<NewRoom> others = List.of(
                NewRoom.group("g1").title("Other").owner("alice"),
                NewRoom.group("g1").title("Team").owner("bob"),
                NewRoom.channel("g1").title("Team").owner("alice"));

        for (NewRoom other : others) {
            assertThat(refusal(imports.room(other, FOUNDED))).startsWith("CONFLICT ");
        }
        assertThat(refusal(imports.room(NewRoom.group("g1").title("Team").owner("alice"), at(1))))
                .startsWith("CONFLICT ");
    }

    @Test
    void messageOlderThanTheLastEventIsRefusedNamingBothTimes() {
        founded("g1");
        chat.done(imports.messages("g1", messages(5, 5)));

        String no = refusal(imports.messages("g1", List.of(message(4), message(6))));

        assertThat(no).startsWith("CONFLICT message m4: ").contains(at(4).toString(), at(5).toString());
        assertThat(storage.room("g1").seq()).isEqualTo(1); // and nothing behind it
    }

    @Test
    void olderThanTheRoomItselfIsRefused() {
        founded("g1");

        assertThat(refusal(imports.messages("g1", List.of(message(-1)))))
                .startsWith("CONFLICT ")
                .contains(FOUNDED.toString());
    }

    @Test
    void batchWithAMessageThatCannotBeStoresNothing() {
        founded("g1");
        ImportedMessage large = ImportedMessage.text("big", "alice", "Alice", at(2), "x".repeat(10_000));
        ImportedMessage early = message(1);

        assertThat(refusal(imports.messages("g1", List.of(message(1), large)))).startsWith("TOO_LARGE message big: ");
        assertThat(refusal(imports.messages("g1", List.of(message(2), early))))
                .startsWith("IllegalArgumentException message m1 ")
                .contains(at(1).toString(), at(2).toString());
        assertThat(storage.room("g1").seq()).isZero();
    }

    @Test
    void answerToAMessageThatIsNotThereIsRefusedAndNothingBehindItStored() {
        founded("g1");

        String no =
                refusal(imports.messages("g1", List.of(message(1), message(2).withReplyTo(2), message(3))));

        assertThat(no).startsWith("NOT_FOUND message m2: replyTo is 2");
        assertThat(storage.room("g1").seq()).isEqualTo(1);
    }

    @Test
    void timesToComeAndTimesBefore1970AreMistakes() {
        Instant later = chat.env.clock().instant().plusSeconds(1);
        Instant ancient = Instant.EPOCH.minusSeconds(1);
        founded("g1");

        for (Instant time : List.of(later, ancient)) {
            assertThat(refusal(imports.room(NewRoom.group("g2"), time))).startsWith("IllegalArgumentException");
            assertThat(refusal(imports.messages("g1", List.of(ImportedMessage.text("m1", "alice", "A", time, "x")))))
                    .startsWith("IllegalArgumentException message m1");
            assertThat(refusal(imports.members("g1", List.of(ImportedMember.of("bob", "Bob", Role.MEMBER, time)))))
                    .startsWith("IllegalArgumentException member bob");
        }
    }

    @Test
    void importedRoomNeedsItsIdAndNoMembers() {
        NewRoom nameless = new NewRoom(RoomKind.GROUP, null, null, null, List.of(), SettingsPatch.NONE);

        assertThat(refusal(imports.room(nameless, FOUNDED))).startsWith("IllegalArgumentException");
        assertThat(refusal(imports.room(NewRoom.group("g1").members("bob"), FOUNDED)))
                .startsWith("IllegalArgumentException");
    }

    @Test
    void nothingGoesIntoARoomThatIsNot() {
        assertThat(refusal(imports.messages("nowhere", messages(1, 3)))).startsWith("NOT_FOUND ");
        assertThat(refusal(imports.members("nowhere", List.of(ImportedMember.of("bob", "Bob", Role.MEMBER, FOUNDED)))))
                .startsWith("NOT_FOUND ");
    }

    @Test
    void memberWhoStandsBeyondTheLastMessageIsRefused() {
        founded("g1");
        chat.done(imports.messages("g1", messages(1, 3)));
        ImportedMember bob = ImportedMember.of("bob", "Bob", Role.MEMBER, FOUNDED);

        for (ImportedMember each : List.of(bob.withRead(4), bob.withDelivered(4), bob.withJoinedSeq(4))) {
            assertThat(refusal(imports.members("g1", List.of(each))))
                    .startsWith("CONFLICT member bob ")
                    .contains("seq 4", "message is 3");
        }
    }

    @Test
    void memberWhoIsThereHasItsMarksMovedForwardAndNothingElse() {
        founded("g1");
        ImportedMember bob = ImportedMember.of("bob", "Bob", Role.MEMBER, at(1));
        chat.done(imports.members("g1", List.of(bob)));
        chat.done(imports.messages("g1", messages(1, 5)));

        chat.done(imports.members("g1", List.of(bob.withRead(4).withDelivered(5))));
        chat.done(imports.members("g1", List.of(bob.withRead(2))));

        assertThat(member("g1", "bob").read()).isEqualTo(4);
        assertThat(member("g1", "bob").delivered()).isEqualTo(5);
        List<ImportedMember> others = List.of(
                ImportedMember.of("bob", "Bob", Role.MEMBER, at(2)),
                ImportedMember.of("bob", "Bob", Role.ADMIN, at(1)),
                bob.withJoinedSeq(1),
                bob.withMutedUntil(Instant.parse("2099-01-01T00:00:00Z")));
        for (ImportedMember other : others) {
            assertThat(refusal(imports.members("g1", List.of(other)))).startsWith("CONFLICT member bob ");
        }
    }

    @Test
    void whoIsBannedOrOneTooManyIsNotLetIn() {
        founded("g1");
        chat.done(chat.server.rooms().ban("g1", "bob", null, null));
        chat.done(imports.members("g1", List.of(ImportedMember.of("alice", "A", Role.OWNER, FOUNDED))));
        chat.done(chat.server.rooms().configure("g1", SettingsPatch.NONE.withMaxMembers(1)));

        assertThat(refusal(imports.members("g1", List.of(ImportedMember.of("bob", "B", Role.MEMBER, FOUNDED)))))
                .startsWith("FORBIDDEN ")
                .contains("banned");
        assertThat(refusal(imports.members("g1", List.of(ImportedMember.of("eve", "E", Role.MEMBER, FOUNDED)))))
                .startsWith("FORBIDDEN ")
                .contains("limit 1");
    }
}
