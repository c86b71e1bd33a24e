package io.imbed.spring;

import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What the chat needs of every filter chain of the application's; Spring Security finds it by {@code spring.factories}.
 *
 * <p>POSTs of the chat carry no CSRF token, and need none: the servlet takes JSON only, which no form can send, and checks the
 * origin of each request. So they, and nothing else, are left out of that check. Who may come is the application's to say as
 * before; who has not logged in may not ({@link LoginFilter}), unless the application has an {@code Authenticator} of its own.
 */
public final class ImHttpConfigurer extends AbstractHttpConfigurer<ImHttpConfigurer, HttpSecurity> {
    @Override
    public void init(HttpSecurity http) {
        ApplicationContext context = http.getSharedObject(ApplicationContext.class);
        if (context.getBeanNamesForType(ImServletPath.class).length == 0) return;
        ImServletPath path = context.getBean(ImServletPath.class);
        // By what the container has decided, not by the text of the address: so it is the servlet's, or it is not.
        RequestMatcher chat = request -> path.value().equals(request.getServletPath());
        @SuppressWarnings("unchecked")
        CsrfConfigurer<HttpSecurity> csrf = http.getConfigurer(CsrfConfigurer.class);
        if (csrf != null) csrf.ignoringRequestMatchers(chat);
        if (context.getBeanNamesForType(PrincipalAuthenticator.class).length > 0) {
            http.addFilterBefore(new LoginFilter(chat), ExceptionTranslationFilter.class);
        }
    }
}
