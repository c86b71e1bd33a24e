/**
 * What authors of transports, storages and host integrations implement: {@link io.imbed.spi.Transport},
 * {@link io.imbed.spi.Storage}, {@link io.imbed.spi.Authenticator}, {@link io.imbed.spi.AccessPolicy},
 * {@link io.imbed.spi.UserDirectory}, {@link io.imbed.spi.MetricsSink}.
 *
 * <p>{@code im-testkit} holds a contract suite for each. Applications start at {@link io.imbed.ImServer} instead.
 */
@NullMarked
package io.imbed.spi;

import org.jspecify.annotations.NullMarked;
