import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds the page with the system's npm; {@code java BuildWeb.java FOLDER false} fills FOLDER, with {@code true} empties
 * it. Maven runs this, and not npm itself, because its own complaint about a missing program says neither what to install
 * nor how to do without. Only Java is certain to be here.
 *
 * <p>Without arguments it only installs the packages of the folder that it is run in, which im-benchmarks makes use of.
 */
public final class BuildWeb {
    private static final int OLDEST_NODE = 20;
    private static final Pattern NODE_VERSION = Pattern.compile("v(\\d+)\\..*");
    /** Names every other file, one a line: a program on a class path can read files, but not list them. */
    private static final String INDEX = "files.txt";

    private BuildWeb() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            if (args.length == 0) install();
            else build(Path.of(args[0]).toAbsolutePath(), Boolean.parseBoolean(args[1]));
        } catch (Failed told) {
            System.err.println(Path.of("").toAbsolutePath().getFileName() + ": " + told.getMessage());
            System.exit(1);
        }
    }

    private static void build(Path folder, boolean skip) throws Failed, IOException, InterruptedException {
        // Also before a build: what is left of an earlier one must not get into the jar.
        delete(folder);
        if (skip) return;
        install();
        npm("run", "--silent", "build", "--", "--outDir", folder.toString(), "--logLevel", "warn");
        writeIndex(folder);
    }

    private static void install() throws Failed, IOException, InterruptedException {
        requireTools();
        if (isNewer(Path.of("package-lock.json"), Path.of("node_modules", ".package-lock.json"))) {
            npm("ci", "--no-audit", "--no-fund");
        }
    }

    /** npm writes its file last, so an install that was broken off is done again. */
    private static boolean isNewer(Path lock, Path installed) throws IOException {
        return !Files.exists(installed)
                || Files.getLastModifiedTime(lock).compareTo(Files.getLastModifiedTime(installed)) > 0;
    }

    private static void requireTools() throws Failed, InterruptedException, IOException {
        String node = answer("node", "--version");
        Matcher version = NODE_VERSION.matcher(node);
        String found = null;
        if (!version.matches()) found = "no Node";
        else if (Integer.parseInt(version.group(1)) < OLDEST_NODE) found = "Node " + node;
        else if (answer(npm(), "--version").isEmpty()) found = "no npm";
        if (found != null) {
            throw new Failed("this needs Node " + OLDEST_NODE + " or newer with npm on the PATH, where there is "
                    + found + ": install it, or pass -DskipWeb to Maven to do without");
        }
    }

    /** What a program says of itself; empty if it is not there or does not work. */
    private static String answer(String... command) throws InterruptedException, IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notThere) {
            return "";
        }
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        return process.waitFor() == 0 ? said : "";
    }

    private static String npm() {
        return System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
    }

    private static void npm(String... args) throws Failed, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(npm()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close(); // a question would wait for ever
        if (process.waitFor() != 0) throw new Failed(String.join(" ", command) + " failed");
    }

    private static void writeIndex(Path folder) throws Failed, IOException {
        List<String> names;
        try (Stream<Path> all = Files.walk(folder)) {
            names = all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
        if (!names.contains("index.html")) throw new Failed("npm run build made no index.html in " + folder);
        Files.write(folder.resolve(INDEX), names);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) Files.delete(each);
    }

    /** Told in one sentence. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;

        Failed(String sentence) {
            super(sentence);
        }
    }
}
