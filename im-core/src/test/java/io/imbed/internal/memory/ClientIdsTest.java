package io.imbed.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Content;
import io.imbed.protocol.Message;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdsTest {
    private final NumberedDeque<KeptMessage> bySeq = new NumberedDeque<>();
    private final ClientIds ids = new ClientIds(bySeq);

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 100, 5_000})
    void findsWhatIsKeptAndNothingElse(int most) {
        Random random = new Random(most);
        Map<List<String>, Long> expected = new HashMap<>();
        for (int step = 0; step < 20 * most + 1_000; step++) {
            boolean grows = random.nextInt(most) >= expected.size() / 2;
            if (expected.size() < most && (grows || expected.isEmpty())) {
                KeptMessage message = add("user-" + random.nextInt(3), cid(random.nextInt(2 * most)));
                if (message == null) continue;
                expected.put(List.of(message.sender(), message.cid()), message.seq());
            } else {
                KeptMessage oldest = removeFirst();
                expected.remove(List.of(oldest.sender(), oldest.cid()));
            }
            List<String> any = List.of("user-" + random.nextInt(3), cid(random.nextInt(2 * most)));
            assertThat(seqOf(any.get(0), any.get(1))).isEqualTo(expected.get(any));
        }
        expected.forEach((key, seq) -> assertThat(seqOf(key.get(0), key.get(1))).isEqualTo(seq));
        while (bySeq.size() > 0) {
            KeptMessage oldest = removeFirst();
            assertThat(ids.find(oldest.sender(), oldest.cid())).isNull();
        }
    }

    /** All have one hash, as a client may choose its ids. */
    @Test
    void idsThatCollideAreToldApart() {
        for (int i = 0; i < 256; i++) add("ann", colliding(i));
        for (int i = 0; i < 100; i++) removeFirst();

        for (int i = 0; i < 256; i++) {
            assertThat(seqOf("ann", colliding(i))).isEqualTo(i < 100 ? null : (Long) (i + 1L));
            assertThat(seqOf("bob", colliding(i))).isNull();
        }
    }

    /** Else each message would be compared with older ones, which lie in no cache. */
    @Test
    void idsThatAreCountedUpDoNotCollide() {
        Set<Integer> hashes = new HashSet<>();
        for (int user = 0; user < 50; user++) {
            for (int cid = 0; cid < 1_000; cid++) hashes.add(ClientIds.hash("u-" + user, "c-" + cid));
        }

        assertThat(hashes).hasSizeGreaterThan(49_900);
    }

    @Test
    void whatWasNeverAddedCannotBeRemoved() {
        add("ann", "c-1");

        assertThatThrownBy(() -> ids.remove(kept("ann", "c-2", 2))).hasMessageContaining("message 2");
    }

    /** Some with hashes in common, some without. */
    private static String cid(int number) {
        return number % 2 == 0 ? colliding(number / 2) : "c-" + number;
    }

    /** Two pairs of letters have the same hash; so has any row of them of one length. */
    private static String colliding(int number) {
        StringBuilder cid = new StringBuilder();
        for (int bit = 0; bit < 13; bit++) cid.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        return cid.toString();
    }

    private KeptMessage add(String sender, String cid) {
        if (ids.find(sender, cid) != null) return null;
        KeptMessage message = kept(sender, cid, bySeq.next());
        bySeq.add(message);
        ids.add(message);
        return message;
    }

    private KeptMessage removeFirst() {
        KeptMessage oldest = bySeq.at(bySeq.first());
        ids.remove(oldest);
        bySeq.removeFirst();
        return oldest;
    }

    private Long seqOf(String sender, String cid) {
        KeptMessage found = ids.find(sender, cid);
        return found == null ? null : (Long) found.seq();
    }

    private static KeptMessage kept(String sender, String cid, long seq) {
        Message message = new Message(
                "g.1", seq, seq, cid, sender, sender, Instant.EPOCH, Content.text("hi"), null, List.of(), null, null);
        return KeptMessage.of(message, "digest", seq);
    }
}
