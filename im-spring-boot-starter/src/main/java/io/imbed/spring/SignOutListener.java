package io.imbed.spring;

import jakarta.servlet.http.HttpSession;
import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** For logouts that leave the HTTP session as it is; the others end it, and {@link Logins} hears of that. */
final class SignOutListener implements ApplicationListener<LogoutSuccessEvent> {
    private final Logins logins;

    SignOutListener(Logins logins) {
        this.logins = logins;
    }

    @Override
    public void onApplicationEvent(LogoutSuccessEvent event) {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes current)) return;
        HttpSession session = current.getRequest().getSession(false);
        if (session != null) logins.signedOut(session);
    }
}
