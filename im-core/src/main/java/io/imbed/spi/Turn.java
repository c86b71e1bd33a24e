package io.imbed.spi;

import java.util.ArrayDeque;

/**
 * A stretch of work of one thread that holds no lock and waits for nobody. Threads to which something is handed over
 * meanwhile get to know of it at its end: they are woken once, however much it was, or what they would have done is done
 * at once, by the thread that brought it and has the data in its cache.
 *
 * <p>Threads: each has its own.
 */
public final class Turn {
    /** Of this thread as long as it is in one: threads of a container must not keep objects of ours. */
    private static final ThreadLocal<Turn> CURRENT = new ThreadLocal<>();

    private final ArrayDeque<Runnable> atEnd = new ArrayDeque<>(4);

    private Turn() {}

    /** Does {@code work} in a turn, which ends with it; within a turn it is a part of that. What it throws is thrown on. */
    public static void take(Runnable work) {
        if (CURRENT.get() != null) {
            work.run();
            return;
        }
        begin();
        try {
            work.run();
        } finally {
            end();
        }
    }

    /** Begins a turn of several calls, for who knows that another is about to follow; {@link #end} must, on this thread. */
    public static void begin() {
        if (CURRENT.get() != null) throw new IllegalStateException("this thread is in a turn");
        CURRENT.set(new Turn());
    }

    /** Ends what {@link #begin} began: does what is to be done at its end. */
    public static void end() {
        Turn turn = CURRENT.get();
        if (turn == null) throw new IllegalStateException("this thread is in no turn");
        try {
            for (Runnable next; (next = turn.atEnd.poll()) != null; ) next.run();
        } finally {
            CURRENT.remove();
        }
    }

    /**
     * Has something done at the end of this thread's turn, once, however often it is asked for until then.
     *
     * @param task the same object each time; must not throw
     * @return false if this thread is in no turn: then nothing was noted
     */
    public static boolean atEnd(Runnable task) {
        Turn turn = CURRENT.get();
        if (turn == null) return false;
        if (!turn.atEnd.contains(task)) turn.atEnd.add(task);
        return true;
    }
}
