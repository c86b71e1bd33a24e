/**
 * Who may do what: every operation by everybody in every kind of room, over any wire.
 *
 * <p>Start with {@link io.imbed.testkit.authorisation.AuthorisationContract}, which a transport extends. What is expected
 * stands in {@code policy.txt}, a table for people to read; {@code Acts} says what each of its rows sends and how to see that
 * it was done.
 */
@NullMarked
package io.imbed.testkit.authorisation;

import org.jspecify.annotations.NullMarked;
