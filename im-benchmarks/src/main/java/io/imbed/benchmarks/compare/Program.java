package io.imbed.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is started for a peer. Where im-benchmarks lies, the system property {@code im.benchmarks} tells. */
interface Program {
    /**
     * @param touched whether a JVM is to take the memory for its heap at once
     * @throws IOException if it is not installed, with the command that installs it
     */
    List<String> command(boolean touched) throws IOException;

    /** How long it works before it is as fast as it becomes. */
    default Duration warmUp(Duration ofJava) {
        return ofJava;
    }

    /** A class of this class path. */
    static Program ours(Class<?> main) {
        return touched -> java("1g", touched, System.getProperty("java.class.path"), main.getName());
    }

    /** A class of im-benchmarks/peers. */
    static Program others(String main, String heap) {
        return touched -> {
            Path target = home().resolve("peers/target");
            Path libraries = installed(target.resolve("run.classpath"), "mvn -q -DskipTests -DskipWeb package");
            String classPath = target.resolve("classes") + System.getProperty("path.separator");
            return java(heap, touched, classPath + Files.readString(libraries), "io.imbed.benchmarks.others." + main);
        };
    }

    /** A script of im-benchmarks/node. */
    static Program node(String script) {
        return new Program() {
            @Override
            public List<String> command(boolean touched) throws IOException {
                Path folder = home().resolve("node");
                // npm writes this file last.
                installed(folder.resolve("node_modules/.package-lock.json"), "npm ci --prefix " + folder);
                return List.of("node", folder.resolve(script).toString());
            }

            @Override
            public Duration warmUp(Duration ofJava) {
                Duration enough = Duration.ofSeconds(8);
                return ofJava.compareTo(enough) < 0 ? ofJava : enough;
            }
        };
    }

    /**
     * What all have in common. On two cores the parallel collector costs a chat server least, since what it keeps lives
     * longer than a moment and not for ever.
     */
    private static List<String> java(String heap, boolean touched, String classPath, String main) {
        String java = System.getProperty("java.home") + "/bin/java";
        List<String> command = new ArrayList<>(List.of(java, "-Xmx" + heap, "-XX:+UseParallelGC"));
        if (touched) command.addAll(List.of("-Xms" + heap, "-XX:+AlwaysPreTouch"));
        command.addAll(List.of("-cp", classPath, main));
        return command;
    }

    private static Path home() {
        return Path.of(System.getProperty("im.benchmarks", "im-benchmarks"));
    }

    private static Path installed(Path file, String install) throws IOException {
        if (Files.exists(file)) return file;
        throw new IOException("there is no " + file + ": run " + install + " before, from the root of the repository");
    }
}
