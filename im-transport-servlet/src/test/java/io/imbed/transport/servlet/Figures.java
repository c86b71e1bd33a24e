package io.imbed.transport.servlet;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the users of a {@link WireComparison} have seen since {@link #reset}. Threads: any. */
final class Figures {
    private final Queue<Long> deliveries = new ConcurrentLinkedQueue<>();
    private final Queue<Long> acks = new ConcurrentLinkedQueue<>();
    private final AtomicLong requests = new AtomicLong();

    void delivered(long nanos) {
        deliveries.add(nanos);
    }

    void acked(long nanos) {
        acks.add(nanos);
    }

    /** An HTTP request was begun. */
    void requested() {
        requests.incrementAndGet();
    }

    void reset() {
        deliveries.clear();
        acks.clear();
        requests.set(0);
    }

    long requests() {
        return requests.get();
    }

    int deliveries() {
        return deliveries.size();
    }

    double deliveryMillis(double quantile) {
        return millis(deliveries, quantile);
    }

    double ackMillis(double quantile) {
        return millis(acks, quantile);
    }

    private static double millis(Queue<Long> nanos, double quantile) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) throw new IllegalStateException("nothing came");
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] / 1e6;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
