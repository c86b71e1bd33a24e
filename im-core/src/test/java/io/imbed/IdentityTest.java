package io.imbed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    @Test
    void guestIsCalledByTheIdOrByTheNameBehindIt() {
        assertThat(Identity.ofGuestToken("guest:alice")).contains(Identity.of("alice"));
        assertThat(Identity.ofGuestToken("guest:u.e5b08f 小明 Li")).contains(Identity.of("u.e5b08f", "小明 Li"));
        assertThat(Identity.ofGuestToken("guest:alice ")).contains(Identity.of("alice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "guest:", "guest: Alice", "guest:小明", "guest:~system", "Guest:alice"})
    void tokenOfAnotherFormIsNoGuests(String token) {
        assertThat(Identity.ofGuestToken(token)).isEmpty();
    }
}
