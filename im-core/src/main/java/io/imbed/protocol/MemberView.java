package io.imbed.protocol;

/**
 * One row of a member list.
 *
 * @param online whether the user has a session on this node
 * @param read the user's read mark, a seq
 */
public record MemberView(String user, String name, Role role, boolean online, long read) {}
