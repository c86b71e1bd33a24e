package io.imbed.store.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table that a transaction has looked at: as they are stored, and as it will leave them; null where there is
 * none. A row is read once: ahead, or when it is asked for first.
 *
 * <p>Threads: one.
 */
final class Cells<K, V> {
    /** What becomes of rows that are not as they were. */
    interface Writer<K, V> {
        void insert(K key, V row);

        void update(K key, V was, V row);

        void delete(K key);
    }

    private final Function<K, @Nullable V> stored;
    private final Map<K, @Nullable V> before = new LinkedHashMap<>();
    private final Map<K, @Nullable V> after = new LinkedHashMap<>();

    Cells(Function<K, @Nullable V> stored) {
        this.stored = stored;
    }

    @Nullable V get(K key) {
        if (after.containsKey(key)) return after.get(key);
        V row = stored.apply(key);
        before.put(key, row);
        after.put(key, row);
        return row;
    }

    /** Takes a row that was read ahead, or that there is none. */
    void known(K key, @Nullable V row) {
        if (after.containsKey(key)) return;
        before.put(key, row);
        after.put(key, row);
    }

    void put(K key, @Nullable V row) {
        get(key);
        after.put(key, row);
    }

    /** Puts a row of which it is known that none is stored. */
    void putNew(K key, V row) {
        before.putIfAbsent(key, null);
        after.put(key, row);
    }

    /** All rows looked at, as they will be. */
    void forEach(BiConsumer<K, @Nullable V> visitor) {
        after.forEach(visitor);
    }

    void write(Writer<K, V> writer) {
        after.forEach((key, row) -> {
            V was = before.get(key);
            if (Objects.equals(was, row)) return;
            if (row == null) writer.delete(key);
            else if (was == null) writer.insert(key, row);
            else writer.update(key, was, row);
        });
    }
}
