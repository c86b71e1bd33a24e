package io.imbed.protocol;

/** The grammar of identifiers: {@code [A-Za-z0-9._:~@-]{1,128}}; client message ids at most 64. */
public final class Ids {
    public static final int MAX_ID = 128;
    public static final int MAX_CID = 64;

    private Ids() {}

    /** Whether this is an identifier of at most {@code maxLength} characters. */
    public static boolean isId(String id, int maxLength) {
        if (id.isEmpty() || id.length() > maxLength) return false;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && "._:~@-".indexOf(c) < 0) return false;
        }
        return true;
    }

    /** Returns {@code id} if it is an identifier (room, user, epoch, …); {@code field} names it in the exception. */
    public static String requireId(String field, String id) {
        return require(field, id, MAX_ID);
    }

    /** Returns {@code cid} if it is a client message id. */
    public static String requireCid(String cid) {
        return require("cid", cid, MAX_CID);
    }

    private static String require(String field, String id, int max) {
        if (isId(id, max)) return id;
        // The value itself is left out: it may hold anything, and this sentence reaches logs.
        String what = id.isEmpty() || id.length() > max
                ? " has " + id.length() + " characters"
                : " has a character that no id has";
        throw new MalformedFrameException(field + what + ", must be 1 to " + max + " of A-Z a-z 0-9 . _ : ~ @ -");
    }
}
