package io.imbed.store.jdbc;

import java.sql.SQLException;

/** A statement failed. Its cause says why, and may quote a row, so that only its class and codes go to a log. */
final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SQLException failure;

    SqlFailure(SQLException failure) {
        super(codes(failure));
        this.failure = failure;
    }

    private static String codes(SQLException failure) {
        String state = failure.getSQLState();
        return failure.getClass().getSimpleName() + " " + failure.getErrorCode() + (state == null ? "" : " " + state);
    }

    /** What may be told of it. */
    String codes() {
        return codes(failure);
    }

    SQLException failure() {
        return failure;
    }
}
