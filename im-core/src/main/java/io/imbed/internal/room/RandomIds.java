package io.imbed.internal.room;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Makes ids that cannot be guessed: 128 bits as 22 characters of the id alphabet. */
public final class RandomIds {
    private RandomIds() {}

    public static String next(RandomGenerator random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).replace('_', '.');
    }
}
