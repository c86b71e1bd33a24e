package io.imbed.protocol;

/** A member's standing in one room, lowest first, so that {@link #compareTo} tells who outranks whom. */
public enum Role {
    MEMBER,
    ADMIN,
    OWNER
}
