package io.imbed.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What a jar on the class path says of itself, since that is what runs, whatever a pom asks for. */
final class Version {
    private Version() {}

    /** Of a jar that Maven has made; "unknown" if its classes lie in a folder. */
    static String of(String group, String artifact) throws IOException {
        String file = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = Version.class.getResourceAsStream(file)) {
            Properties properties = new Properties();
            if (in != null) properties.load(in);
            return properties.getProperty("version", "unknown");
        }
    }
}
