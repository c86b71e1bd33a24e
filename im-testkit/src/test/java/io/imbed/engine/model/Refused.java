package io.imbed.engine.model;

import com.google.gson.JsonObject;

/** The model's no. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code as on the wire; {@code "A|B"} where either will do */
    Refused(String code) {
        super(code, null, false, false);
        this.code = code;
    }

    JsonObject reply() {
        JsonObject reply = new JsonObject();
        reply.addProperty("error", code);
        return reply;
    }
}
