package io.imbed.spring;

import io.imbed.ImServer;

/**
 * Has the last word on how the server is built: for what no bean and no property says, such as a hook with options of its
 * own. Every bean of this type is asked, in order, once.
 */
@FunctionalInterface
public interface ImServerCustomizer {
    void customize(ImServer.Builder builder);
}
