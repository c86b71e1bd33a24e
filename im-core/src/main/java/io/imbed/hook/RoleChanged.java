package io.imbed.hook;

/** Told when a member has got another role, also by succeeding the last owner. */
@FunctionalInterface
public non-sealed interface RoleChanged extends Hook {
    void roleChanged(Occurrence.Role change) throws Exception;
}
