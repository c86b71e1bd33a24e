/**
 * The chat of a Spring Boot application: on its port, with its login, and with its database where it has one. For Boot 3.5
 * and 4.1.
 *
 * <p>An application needs nothing of this package to begin with: {@link ImAutoConfiguration} makes an
 * {@link io.imbed.ImServer} and puts its parts beside it as beans. It may use {@link io.imbed.spring.TransactionalRooms}, and
 * may bring a {@link io.imbed.spring.PrincipalMapper} and {@link io.imbed.spring.ImServerCustomizer}s. What can be set is in
 * {@link ImProperties}.
 */
@NullMarked
package io.imbed.spring;

import org.jspecify.annotations.NullMarked;
