/** Tests of the starter. They are compiled and run twice, on Spring Boot 3.5 and, from {@code boot-4}, on 4.1. */
@NullMarked
package io.imbed.spring;

import org.jspecify.annotations.NullMarked;
