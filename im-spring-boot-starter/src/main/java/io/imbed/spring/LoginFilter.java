package io.imbed.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers whoever comes to the chat without a login with 401, whatever the application's own rules say. A redirect to a login
 * page would be of no use to a WebSocket or a poll, and would be remembered as the page to show after the login.
 */
final class LoginFilter extends OncePerRequestFilter {
    private final RequestMatcher chat;

    LoginFilter(RequestMatcher chat) {
        this.chat = chat;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean preflight =
                HttpMethod.OPTIONS.matches(request.getMethod()); // comes without a login, and is told nothing
        if (chat.matches(request) && request.getUserPrincipal() == null && !preflight) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setContentType("text/plain;charset=utf-8");
            response.getWriter().write("not logged in"); // which clients show
            return;
        }
        chain.doFilter(request, response);
    }
}
