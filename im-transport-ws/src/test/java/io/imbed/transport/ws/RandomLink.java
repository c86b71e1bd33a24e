package io.imbed.transport.ws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;

/** Takes as many bytes as it likes, and breaks after a given number. Threads: its writer, and whoever looks afterwards. */
final class RandomLink implements Link {
    private final Random random;
    private final int breaksAfter;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    RandomLink(Random random, int breaksAfter) {
        this.random = random;
        this.breaksAfter = breaksAfter;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (taken.size() > breaksAfter) throw new IOException("broken as planned");
        int offered = source.remaining();
        int count = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> Math.min(1, offered);
            case 2, 3 -> random.nextInt(offered + 1);
            default -> offered;
        };
        byte[] bytes = new byte[count];
        source.get(bytes);
        taken.writeBytes(bytes);
        return count;
    }

    @Override
    public boolean drain() {
        // As an encrypted link that still has a part of a record to write.
        return random.nextInt(16) > 0;
    }

    @Override
    public void shutdownOutput() {}

    boolean broken() {
        return taken.size() > breaksAfter;
    }

    byte[] bytes() {
        return taken.toByteArray();
    }
}
