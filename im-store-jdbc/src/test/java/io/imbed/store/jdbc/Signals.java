package io.imbed.store.jdbc;

import java.io.IOException;

/** What an operating system can do to a process, on Linux and macOS. */
final class Signals {
    private Signals() {}

    /** It runs no more until {@link #goOn}, and knows nothing of it; its sockets stay open. */
    static void standStill(ProcessHandle process) throws IOException, InterruptedException {
        send("STOP", process);
    }

    static void goOn(ProcessHandle process) throws IOException, InterruptedException {
        send("CONT", process);
    }

    private static void send(String signal, ProcessHandle process) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) throw new IOException("kill -" + signal + " " + process.pid() + " ends with " + code);
    }
}
