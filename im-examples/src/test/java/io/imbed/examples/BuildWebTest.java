package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How the build of demo-vue goes about npm, with programs in its place that write down how they were called. */
@DisabledOnOs(OS.WINDOWS)
class BuildWebTest {
    private static final Path PROGRAM =
            Path.of("..", "demo-vue", "BuildWeb.java").toAbsolutePath();
    private static final Instant INSTALLED = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    static Path classes;

    @TempDir
    Path folder;

    private Path out;

    /** Maven has java read the source file; compiled once for all tests it is quicker. */
    @BeforeAll
    static void compile() {
        int errors = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), PROGRAM.toString());
        assertThat(errors).isZero();
    }

    @BeforeEach
    void project() throws IOException {
        out = folder.resolve("out");
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("node_modules"));
        Files.writeString(folder.resolve("package-lock.json"), "{}");
        Files.writeString(folder.resolve("node_modules/.package-lock.json"), "{}");
        modified("node_modules/.package-lock.json", INSTALLED);
        modified("package-lock.json", INSTALLED);
    }

    private void modified(String file, Instant at) throws IOException {
        Files.setLastModifiedTime(folder.resolve(file), FileTime.from(at));
    }

    /** Puts a program on the path. */
    private void program(String name, String script) throws IOException {
        Path file = folder.resolve("bin").resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** An npm that makes a page when it is asked to build one. */
    private void npm() throws IOException {
        program("node", "echo v20.0.0\n");
        program(
                "npm",
                "[ \"$1\" = --version ] && echo 10.8.2 && exit 0\necho \"$1\" >> calls\n"
                        + "[ \"$1\" = run ] || exit 0\n/bin/mkdir -p out/assets\necho > out/index.html\n"
                        + "echo > out/assets/a.js\n");
    }

    private record Ended(int exitCode, List<String> said) {}

    private Ended build(boolean skip) throws IOException, InterruptedException {
        return run(out.toString(), Boolean.toString(skip));
    }

    private Ended run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes.toString(),
                "BuildWeb"));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PATH", folder.resolve("bin").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), said.lines().toList());
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Test
    void installsOnlyWhenTheLockFileIsNewer() throws Exception {
        npm();

        assertThat(build(false).exitCode()).isZero();
        assertThat(calls()).containsExactly("run");

        modified("package-lock.json", INSTALLED.plusSeconds(1));
        assertThat(build(false).exitCode()).isZero();
        assertThat(calls()).containsExactly("run", "ci", "run");
    }

    @Test
    void installsWhenNothingWasInstalled() throws Exception {
        npm();
        Files.delete(folder.resolve("node_modules/.package-lock.json"));

        assertThat(build(false).exitCode()).isZero();
        assertThat(calls()).containsExactly("ci", "run");
    }

    @Test
    void withoutArgumentsItOnlyInstalls() throws Exception {
        npm();
        Files.delete(folder.resolve("node_modules/.package-lock.json"));

        assertThat(run()).isEqualTo(new Ended(0, List.of()));
        assertThat(calls()).containsExactly("ci");
        assertThat(out).doesNotExist();
    }

    @Test
    void listsWhatWasBuiltAndNothingOlder() throws Exception {
        npm();
        Files.createDirectories(out);
        Files.writeString(out.resolve("older.js"), "");

        assertThat(build(false)).isEqualTo(new Ended(0, List.of()));
        assertThat(Files.readAllLines(out.resolve("files.txt"))).containsExactly("assets/a.js", "index.html");
    }

    @Test
    void skippedBuildCallsNothingAndLeavesNothing() throws Exception {
        npm();
        Files.createDirectories(out.resolve("assets"));
        Files.writeString(out.resolve("assets/older.js"), "");

        assertThat(build(true)).isEqualTo(new Ended(0, List.of()));
        assertThat(calls()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @Test
    void missingOrOldNodeIsOneSentenceThatSaysWhatToDo() throws Exception {
        Ended without = build(false);
        program("node", "echo v18.20.4\n");
        Ended old = build(false);
        program("node", "echo v20.0.0\n");
        Ended withoutNpm = build(false);

        assertThat(List.of(without, old, withoutNpm)).allSatisfy(ended -> {
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.said()).hasSize(1).first().asString().contains("Node 20 or newer", "npm", "-DskipWeb");
        });
        assertThat(without.said().get(0)).contains("no Node");
        assertThat(old.said().get(0)).contains("Node v18.20.4");
        assertThat(withoutNpm.said().get(0)).contains("no npm");
    }

    @Test
    void failedBuildFails() throws Exception {
        npm();
        program("npm", "[ \"$1\" = --version ] && echo 10.8.2 && exit 0\nexit 3\n");

        Ended failed = build(false);

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.said()).hasSize(1).first().asString().contains("npm run", "failed");
    }
}
