package io.imbed.testkit.websocket;

import io.imbed.testkit.websocket.Profile.Leeway;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Asks any im.v1 server whether it keeps to RFC 6455: sections 4 to 8, in some 400 cases, over plain sockets.
 *
 * <pre>
 * java -cp … io.imbed.testkit.websocket.Conformance ws://127.0.0.1:8080/im [--max-message=BYTES] [--allow=LEEWAY,…]
 * </pre>
 *
 * <p>Needs no credentials. Opens one connection after the other; exits with 1 if a case fails.
 */
public final class Conformance {
    private Conformance() {}

    /** One case that failed. */
    public record Failure(String title, String why) {}

    /**
     * What came of it.
     *
     * @param cases how many were played
     */
    public record Report(int cases, List<Failure> failures) {
        public Report {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Plays every case. Blocks.
     *
     * @throws IOException if nobody listens there
     */
    public static Report run(URI address, Profile profile) throws IOException {
        Target target = Target.of(address);
        RawWebSocket.connect(target.socket(), null, profile.patience()).close();
        List<ConformanceCase> cases = CaseTable.all(target, profile);
        List<Failure> failures = new ArrayList<>();
        for (ConformanceCase one : cases) {
            try {
                CasePlayer.play(one, target, profile);
            } catch (IOException | AssertionError | RuntimeException e) {
                failures.add(new Failure(one.title(), String.valueOf(e.getMessage())));
            }
        }
        return new Report(cases.size(), failures);
    }

    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println("usage: Conformance ws://host:port/path [--max-message=BYTES] [--allow=LEEWAY,…]");
            System.err.println("leeways: " + Arrays.toString(Leeway.values()));
            System.exit(2);
        }
        Profile profile = Profile.strict();
        for (String option : List.of(args).subList(1, args.length)) profile = with(profile, option);
        Report report = run(URI.create(args[0]), profile);
        report.failures().forEach(failure -> System.out.println("FAILED " + failure.title() + ": " + failure.why()));
        System.out.println(report.cases() + " cases, " + report.failures().size() + " failed");
        if (!report.failures().isEmpty()) System.exit(1);
    }

    private static Profile with(Profile profile, String option) {
        String value = option.substring(option.indexOf('=') + 1);
        if (option.startsWith("--max-message=")) return profile.withMaxMessageBytes(Integer.parseInt(value));
        if (!option.startsWith("--allow=")) throw new IllegalArgumentException("unknown option " + option);
        Leeway[] leeways = Arrays.stream(value.split(","))
                .map(name -> Leeway.valueOf(name.toUpperCase(Locale.ROOT)))
                .toArray(Leeway[]::new);
        return profile.allowing(leeways);
    }
}
