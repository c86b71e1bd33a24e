package io.imbed.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryRecorderTest {
    @TempDir
    Path folder;

    private long now = 100;

    @Test
    void invocationIsInTheFileWhenTheCallReturns() throws IOException {
        Path file = folder.resolve("history.jsonl");
        try (HistoryRecorder recorder = HistoryRecorder.toFile(file, () -> now++)) {
            ClientHistory client = recorder.client("alice-1");
            client.connected("node-a");

            client.sending("r", "alice", "cid1", Content.text("secret"));

            assertThat(Files.readString(file))
                    .isEqualTo("{\"t\":100,\"client\":\"alice-1\",\"session\":1,\"node\":\"node-a\",\"f\":\"send\","
                            + "\"type\":\"invoke\",\"id\":1,\"room\":\"r\",\"sender\":\"alice\",\"cid\":\"cid1\","
                            + "\"digest\":\"" + HistoryRecorder.digest(Content.text("secret")) + "\"}\n");
        }
    }

    @Test
    void fileGivesBackWhatMemoryHolds() throws IOException {
        Path file = folder.resolve("history.jsonl");
        HistoryRecorder memory = HistoryRecorder.inMemory(() -> 7);
        try (HistoryRecorder recorder = HistoryRecorder.toFile(file, () -> 7)) {
            for (HistoryRecorder each : List.of(memory, recorder)) {
                ClientHistory client = each.client("c");
                client.follows("r", new Cursor("e", 3));
                ClientHistory.Attempt attempt = client.sending("r", "alice", "cid1", Content.text("x"));
                attempt.acked("e", new Result.Sent(1, 4, Instant.EPOCH, true, null));
                client.readingLatest("r").failed();
                client.reset("r", new Cursor("e2", 0));
                client.gone("r");
            }
        }

        assertThat(HistoryRecorder.read(List.of(file)))
                .isEqualTo(memory.steps())
                .hasSize(7);
    }

    @Test
    void filesAreMergedByTimeAndALineCutOffByAKillIsLeftOut() throws IOException {
        Path first = folder.resolve("1.jsonl");
        Path second = folder.resolve("2.jsonl");
        try (HistoryRecorder a = HistoryRecorder.toFile(first, () -> now++);
                HistoryRecorder b = HistoryRecorder.toFile(second, () -> now++)) {
            a.client("a").gone("r1");
            b.client("b").gone("r2");
            a.client("a").gone("r3");
        }
        Files.writeString(second, "{\"t\":103,\"clie", StandardOpenOption.APPEND);

        assertThat(HistoryRecorder.read(List.of(second, first)))
                .extracting(Step::room)
                .containsExactly("r1", "r2", "r3");
    }

    @Test
    void lineThatIsNotAStepIsAnError() throws IOException {
        Path file = folder.resolve("history.jsonl");
        for (String line : List.of(
                "{}", "nonsense", "{\"t\":1,\"client\":\"c\",\"f\":\"dance\",\"type\":\"ok\",\"room\":\"r\"}")) {
            Files.writeString(file, line + "\n");

            assertThatThrownBy(() -> HistoryRecorder.read(List.of(file))).isInstanceOf(IOException.class);
        }
    }
}
