package io.imbed.spring;

import org.jspecify.annotations.Nullable;

/** The application cannot have its chat as it is set up; says why, and what to do. */
final class CannotStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String action;

    CannotStartException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
