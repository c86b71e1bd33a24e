package io.imbed.store.jdbc;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A program of these tests, for a process of its own. */
final class JavaCommand {
    private JavaCommand() {}

    static List<String> of(Class<?> program, String... arguments) {
        // On the module path the tests' own classes are a patch of the module; failsafe says where they are.
        String path = Stream.of("java.class.path", "jdk.module.path", "im.test.classes")
                .map(System::getProperty)
                .filter(part -> part != null && !part.isEmpty())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                path,
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
