package io.imbed.examples.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header of that name (RFC 9110, section 12.5.3). */
final class AcceptEncoding {
    private static final Pattern CODING =
            Pattern.compile("([a-z0-9*-]+)(?:\\s*;\\s*q\\s*=\\s*([01](?:\\.[0-9]{0,3})?))?");

    private AcceptEncoding() {}

    /** @param header null if the request has none; it is then taken to want the plain form, as simple clients do */
    static boolean takesGzip(@Nullable String header) {
        if (header == null) return false;
        boolean others = false;
        for (String part : header.toLowerCase(Locale.ROOT).split(",")) {
            Matcher coding = CODING.matcher(part.strip());
            if (!coding.matches()) continue;
            boolean wanted = coding.group(2) == null || Double.parseDouble(coding.group(2)) > 0;
            if (coding.group(1).equals("gzip")) return wanted;
            if (coding.group(1).equals("*")) others = wanted;
        }
        return others;
    }
}
