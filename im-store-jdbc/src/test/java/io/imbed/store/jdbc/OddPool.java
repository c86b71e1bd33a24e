package io.imbed.store.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A pool whose connections are in a state that we would not choose, and which looks at how each comes back. */
final class OddPool implements DataSource {
    /** Each connection's own, and that no transaction is left open. */
    static final String STATE = "autoCommit=false isolation=8 network=123456";

    private final String url;
    private final String user;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>(); // guarded by this
    private final List<String> states = new ArrayList<>(); // guarded by this

    OddPool(String url, String user) {
        this.url = url;
        this.user = user;
    }

    synchronized List<String> givenBack() {
        return List.copyOf(states);
    }

    @Override
    public synchronized Connection getConnection() throws SQLException {
        Connection inner = idle.isEmpty() ? made() : idle.pop();
        return (Connection) Proxy.newProxyInstance(
                OddPool.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(inner);
                        return null;
                    }
                    try {
                        return method.invoke(inner, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Connection made() throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, "");
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setNetworkTimeout(Runnable::run, 123_456);
        connection.setAutoCommit(false);
        return connection;
    }

    private synchronized void giveBack(Connection connection) throws SQLException {
        states.add("autoCommit=" + connection.getAutoCommit() + " isolation=" + connection.getTransactionIsolation()
                + " network=" + connection.getNetworkTimeout());
        connection.rollback();
        idle.push(connection);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
