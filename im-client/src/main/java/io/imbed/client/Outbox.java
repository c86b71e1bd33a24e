package io.imbed.client;

import io.imbed.protocol.Result;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the server has not yet acknowledged: one queue per room, of which the head alone may be on its way. So not even a
 * refusal or a retry changes the order in which a room gets what was sent to it.
 *
 * <p>Knows nothing of connections and time. Threads: the client's executor.
 */
final class Outbox {
    /** One message that waits. */
    static final class Item {
        final PendingSend send;
        final CompletableFuture<Result.Sent> future;
        boolean sent; // at least once, so that it may have been stored

        Item(PendingSend send, CompletableFuture<Result.Sent> future) {
            this.send = send;
            this.future = future;
        }
    }

    private static final class Queue {
        final ArrayDeque<Item> items = new ArrayDeque<>();
        boolean busy; // the head is on its way, or waits before it is tried again
        int failures; // of the head, in a row
    }

    private final Map<String, Queue> queues = new LinkedHashMap<>();
    private int size;

    int size() {
        return size;
    }

    void add(Item item) {
        queues.computeIfAbsent(item.send.room(), room -> new Queue()).items.add(item);
        size++;
    }

    /** Takes the head of a room's queue on its way, if nothing is; it stays the head until {@link #remove}. */
    @Nullable Item start(String room) {
        Queue queue = queues.get(room);
        if (queue == null || queue.busy) return null;
        queue.busy = true;
        Item head = queue.items.element();
        head.sent = true;
        return head;
    }

    boolean isHead(Item item) {
        Queue queue = queues.get(item.send.room());
        return queue != null && queue.items.peek() == item;
    }

    /** The head came back and will be tried again: how often in a row it has by now. */
    int failed(Item item) {
        Queue queue = queues.get(item.send.room());
        return queue == null ? 1 : ++queue.failures;
    }

    /** The head may be started again. */
    void release(Item item) {
        Queue queue = queues.get(item.send.room());
        if (queue != null && isHead(item)) queue.busy = false;
    }

    /**
     * Takes an item out, which the server has or has refused.
     *
     * @return false if it was out already
     */
    boolean remove(Item item) {
        Queue queue = queues.get(item.send.room());
        if (queue == null) return false;
        if (queue.items.peek() == item) {
            queue.items.remove();
            queue.busy = false;
            queue.failures = 0;
        } else if (!queue.items.remove(item)) {
            return false;
        }
        size--;
        if (queue.items.isEmpty()) queues.remove(item.send.room());
        return true;
    }

    /** The head of a room's queue if it has this cid and was sent: only then can the server know it. */
    @Nullable Item sentHead(String room, String cid) {
        Queue queue = queues.get(room);
        Item head = queue == null ? null : queue.items.peek();
        return head != null && head.sent && head.send.cid().equals(cid) ? head : null;
    }

    List<String> rooms() {
        return List.copyOf(queues.keySet());
    }

    /** Everything, each room in order. */
    List<Item> items() {
        List<Item> all = new ArrayList<>(size);
        queues.values().forEach(queue -> all.addAll(queue.items));
        return all;
    }
}
