package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Ids;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserIdsTest {
    @Test
    void nameThatIsAnIdStays() {
        for (String name : List.of("alice", "ann@example.com", "a.b_c:d-e", "550e8400-e29b-41d4")) {
            assertThat(UserIds.of(name)).contains(name);
        }
    }

    @Test
    void otherCharactersAreEscaped() {
        assertThat(UserIds.of("ann+shop@example.com")).contains("ann~2Bshop@example.com");
        assertThat(UserIds.of("Zoë Li")).contains("Zo~C3~AB~20Li");
    }

    @Test
    void idsOfTheHostCannotBeHad() {
        for (String name : List.of("~system", "~all", "+x", " ")) {
            assertThat(UserIds.of(name).orElseThrow()).doesNotStartWith("~");
        }
    }

    @Test
    void twoNamesAreNeverOneId() {
        String[] parts = {"", "~", ":", "+", "2B", "a", "~2B", "é"};
        Map<String, String> names = new HashMap<>();
        for (String a : parts) {
            for (String b : parts) {
                for (String c : parts) {
                    String name = a + b + c;
                    if (name.isEmpty()) continue;
                    String id = UserIds.of(name).orElseThrow();
                    assertThat(Ids.isId(id, Ids.MAX_ID)).as(id).isTrue();
                    String other = names.putIfAbsent(id, name);
                    assertThat(other == null ? name : other).as(id).isEqualTo(name);
                }
            }
        }
    }

    @Test
    void nameThatIsEmptyOrTooLongIsNobody() {
        assertThat(UserIds.of("")).isEmpty();
        assertThat(UserIds.of("x".repeat(129))).isEmpty();
        assertThat(UserIds.of("+".repeat(43))).isEmpty();
    }
}
