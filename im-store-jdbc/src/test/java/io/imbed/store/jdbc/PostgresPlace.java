package io.imbed.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL in a folder, that can be killed, stopped and started again there. Threads: one. */
final class PostgresPlace implements Place {
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresPlace(Path data, int port, EmbeddedPostgres server) {
        this.data = data;
        this.port = port;
        this.server = server;
    }

    static PostgresPlace start(Path folder) throws IOException {
        Path data = folder.resolve("postgresql");
        EmbeddedPostgres server = start(data, 0);
        return new PostgresPlace(data, server.getPort(), server);
    }

    private static EmbeddedPostgres start(Path data, int port) throws IOException {
        EmbeddedPostgres.Builder builder = PostgresServer.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60));
        if (port != 0) builder.setPort(port);
        return builder.start();
    }

    @Override
    public String address() {
        return "jdbc:postgresql://127.0.0.1:" + port
                + "/postgres?user=postgres&password=postgres&connectTimeout=5&socketTimeout=60";
    }

    /** Its first process and all that it has started. */
    private List<ProcessHandle> processes() throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        ProcessHandle first = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants()).toList();
    }

    /** SIGKILL to all of them at once: nothing is written any more. */
    void kill() throws Exception {
        List<ProcessHandle> killed = processes();
        killed.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : killed) process.onExit().get();
    }

    /** Starts it on the same folder and port, where it repairs what the kill has left. */
    void startAgain() throws IOException {
        server.close(); // of what is dead: this process lets go of the folder
        server = start(data, port);
    }

    /** None of them runs until {@link #goOn}. */
    void standStill() throws Exception {
        Signals.standStill(processes().get(0)); // before the others are looked for: stopped, it starts no more of them
        for (ProcessHandle process : processes()) Signals.standStill(process);
    }

    void goOn() throws Exception {
        for (ProcessHandle process : processes()) Signals.goOn(process);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
