package io.imbed.examples.server;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.imbed.spi.Storage;
import io.imbed.store.jdbc.JdbcStorage;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database that others look after. Who we are to it is told by the environment: a command line can be read by everybody on
 * the machine.
 *
 * @param url without a password
 */
record DatabaseLog(
        String url, @Nullable String user, @Nullable String password) implements LogPlace {
    static final String USER = "IMBED_DB_USER";
    static final String PASSWORD = "IMBED_DB_PASSWORD";

    /** A parameter, or what stands between a colon and the at sign before the host. */
    private static final Pattern SECRET = Pattern.compile("(?i)password\\s*=|pwd\\s*=|//[^/?]*:[^/?]*@");
    /** Readers, the writer, one that is held, and one to spare. */
    private static final int CONNECTIONS = 8;

    private static final long CONNECT_MILLIS = 10_000;

    /** @throws IllegalArgumentException with a sentence that does not repeat the URL, if there is a password in it */
    static DatabaseLog of(String url, Map<String, String> environment) {
        if (SECRET.matcher(url).find()) {
            throw new IllegalArgumentException(
                    "--log jdbc:… has a password in it, which everybody on this machine can read:"
                            + " say it with the environment variables " + USER + " and " + PASSWORD);
        }
        return new DatabaseLog(url, environment.get(USER), environment.get(PASSWORD));
    }

    /** The pool ends with the process, as the storage does. */
    @Override
    public Storage open() throws IOException {
        HikariDataSource pool = pool();
        try {
            return JdbcStorage.create(pool);
        } catch (IOException | RuntimeException e) {
            pool.close();
            throw cannot(e);
        }
    }

    private HikariDataSource pool() throws IOException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("im-chat-db");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        try {
            config.setJdbcUrl(url);
            config.setUsername(user);
            config.setPassword(password);
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw cannot(e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException e) {
            throw cannot(e);
        }
    }

    private IOException cannot(Throwable why) {
        return new IOException(
                "cannot keep rooms in " + url + ": " + why.getMessage() + "; user and password are in " + USER + " and "
                        + PASSWORD,
                why);
    }

    /** A password reaches no log. */
    @Override
    public String toString() {
        return url;
    }
}
