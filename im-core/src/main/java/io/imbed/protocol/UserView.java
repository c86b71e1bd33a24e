package io.imbed.protocol;

import org.jspecify.annotations.Nullable;

/** A user as others see it. */
public record UserView(String id, String name, @Nullable String avatar) {}
