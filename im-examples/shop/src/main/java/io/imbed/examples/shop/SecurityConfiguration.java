package io.imbed.examples.shop;

import static org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest.to;
import static org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest.toAnyEndpoint;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Who may do what in the shop. Of the chat nothing is said: {@code /im} is for everybody who has logged in, like any other
 * address, and whoever that is has the same name there.
 */
@Configuration
class SecurityConfiguration {
    static final String CUSTOMER = "CUSTOMER";
    static final String SELLER = "SELLER";

    @Bean
    SecurityFilterChain chain(HttpSecurity http, ChatPage chat) throws Exception {
        HeaderWriter contentPolicy = chat.contentPolicy();
        return http.authorizeHttpRequests(rules -> rules.requestMatchers("/login", "/shop.css", "/favicon.svg")
                        .permitAll()
                        .requestMatchers(to("health"))
                        .permitAll()
                        .requestMatchers(toAnyEndpoint())
                        .hasRole(SELLER)
                        .requestMatchers(HttpMethod.POST, "/orders")
                        .hasRole(CUSTOMER)
                        .requestMatchers(HttpMethod.POST, "/orders/*/sent")
                        .hasRole(SELLER)
                        .anyRequest()
                        .authenticated())
                .formLogin(form -> form.loginPage("/login"))
                .headers(headers -> headers.addHeaderWriter(contentPolicy))
                .build();
    }

    /** Of a shop for trying out: the passwords stand on the login page. */
    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("Ann")
                        .password("{noop}jasmine")
                        .roles(CUSTOMER)
                        .build(),
                User.withUsername("Ben").password("{noop}kettle").roles(SELLER).build());
    }
}
