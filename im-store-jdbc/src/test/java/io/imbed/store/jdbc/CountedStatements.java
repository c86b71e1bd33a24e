package io.imbed.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;

/** A connection that notes what it executes of what was prepared: a batch counts once, as it is handed over at once. */
final class CountedStatements {
    private final List<String> executed = new ArrayList<>();

    Connection around(Connection connection) {
        return Around.proxy(Connection.class, (method, arguments) -> {
            Object result = Around.call(connection, method, arguments);
            if (!(result instanceof PreparedStatement statement)) return result;
            return around(statement, (String) arguments[0]);
        });
    }

    private PreparedStatement around(PreparedStatement statement, String sql) {
        return Around.proxy(PreparedStatement.class, (method, arguments) -> {
            if (method.getName().startsWith("execute")) executed.add(sql);
            return Around.call(statement, method, arguments);
        });
    }

    /** What was executed since this was asked last. */
    List<String> take() {
        List<String> taken = List.copyOf(executed);
        executed.clear();
        return taken;
    }
}
