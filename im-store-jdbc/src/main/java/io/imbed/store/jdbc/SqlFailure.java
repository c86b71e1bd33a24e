package io.imbed.store.jdbc;

import java.sql.SQLException;

/** A statement failed. Its cause says why, and may quote a row, so that only its class and codes go to a log. */
final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    SqlFailure(SQLException failure) {
        super(failure.getClass().getSimpleName() + " " + failure.getErrorCode() + " " + failure.getSQLState());
        this.failure = failure;
    }

    SQLException failure() {
        return failure;
    }
}
