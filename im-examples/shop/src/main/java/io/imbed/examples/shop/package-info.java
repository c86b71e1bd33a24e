/**
 * A shop with a chat: what the starter asks of a Spring Boot application, which is little, in one that has a login, a
 * database and orders already.
 *
 * <p>What is here for the chat: {@link io.imbed.examples.shop.CustomerRooms}, {@link io.imbed.examples.shop.WordFilter},
 * {@link io.imbed.examples.shop.ChatPage} and two lines of {@link io.imbed.examples.shop.Orders}. The rest is the shop.
 */
@NullMarked
package io.imbed.examples.shop;

import org.jspecify.annotations.NullMarked;
