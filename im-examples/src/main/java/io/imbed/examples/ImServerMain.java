package io.imbed.examples;

import io.imbed.examples.chat.ChatCommand;
import io.imbed.examples.server.ServeCommand;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of {@code im-server.jar}; without a command it serves. */
@Command(
        name = "im-server",
        mixinStandardHelpOptions = true,
        versionProvider = ImServerMain.Version.class,
        description = "A chat server that runs as it is. Without a command it serves, so that \"im-server --ws-port 0\""
                + " means \"im-server serve --ws-port 0\".",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {ServeCommand.class, ChatCommand.class})
public final class ImServerMain {
    private ImServerMain() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(withCommand(args)));
    }

    /** The parser with its commands; says one sentence on the error stream when something is wrong. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ImServerMain());
        // Each command has the option --version; without this it would print nothing.
        line.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, args) -> complain(wrong.getCommandLine(), wrong, 2))
                .setExecutionExceptionHandler((failed, command, parsed) -> complain(command, failed, 1));
    }

    /** Serving is what happens when no command is named. */
    static String[] withCommand(String... args) {
        boolean named = args.length > 0 && (!args[0].startsWith("-") || isAboutItself(args[0]));
        if (named) return args;
        String[] extended = new String[args.length + 1];
        extended[0] = ServeCommand.NAME;
        System.arraycopy(args, 0, extended, 1, args.length);
        return extended;
    }

    private static boolean isAboutItself(String option) {
        return Arrays.asList("-h", "--help", "-V", "--version").contains(option);
    }

    private static int complain(CommandLine command, Exception wrong, int exitCode) {
        String sentence = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? "there is no " + String.join(" ", unmatched.getUnmatched()) + " here; --help says what there is"
                : Optional.ofNullable(wrong.getMessage()).orElse(wrong.toString());
        // Some of picocli's own begin so, others do not.
        String bare = sentence.startsWith("Error: ") ? sentence.substring("Error: ".length()) : sentence;
        command.getErr().println("im-server: " + bare);
        command.getErr().flush();
        return exitCode;
    }

    /** What the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ImServerMain.class.getPackage().getImplementationVersion();
            return new String[] {"im-server " + Optional.ofNullable(version).orElse("(not from a jar)")};
        }
    }
}
