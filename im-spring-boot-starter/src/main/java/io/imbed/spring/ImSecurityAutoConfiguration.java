package io.imbed.spring;

import io.imbed.spi.Authenticator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The application's login is the chat's, where Spring Security is set up. {@link ImHttpConfigurer} sees to the requests.
 * Packages of Boot 3 and Boot 4 are named, since it must come behind either.
 */
@AutoConfiguration(
        before = ImAutoConfiguration.class,
        after = ImServletAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration"
        })
@ConditionalOnClass(SecurityFilterChain.class)
@ConditionalOnBean(name = "springSecurityFilterChain")
public class ImSecurityAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    PrincipalMapper imPrincipalMapper() {
        return new NamedPrincipals();
    }

    @Bean
    @ConditionalOnMissingBean(Authenticator.class)
    PrincipalAuthenticator imPrincipalAuthenticator(PrincipalMapper mapper) {
        return new PrincipalAuthenticator(mapper);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(Logins.class)
    static class SignOut {
        @Bean
        @ConditionalOnMissingBean
        SignOutListener imSignOutListener(Logins logins) {
            return new SignOutListener(logins);
        }
    }
}
