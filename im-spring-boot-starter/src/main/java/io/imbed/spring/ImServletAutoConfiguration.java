package io.imbed.spring;

import io.imbed.Sessions;
import io.imbed.spi.OriginPolicy;
import io.imbed.spi.TrustedProxies;
import io.imbed.transport.servlet.ServletTransport;
import jakarta.servlet.Servlet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The wires, on the application's own port. A web application on servlets only; others have a chat without clients. */
@AutoConfiguration(before = ImAutoConfiguration.class)
@ConditionalOnClass(Servlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(ImProperties.class)
public class ImServletAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ServletTransport imServletTransport(ImProperties properties, Logins logins) {
        ImProperties.Servlet set = properties.servlet();
        ServletTransport.Builder builder = ServletTransport.builder()
                .ownPages(set.ownPages())
                .origins(OriginPolicy.pagesFrom(properties.origins().toArray(String[]::new)))
                .trustedProxies(TrustedProxies.of(properties.trustedProxies().toArray(String[]::new)))
                .attributes(logins::attributes);
        if (set.ioThreads() != null) builder.ioThreads(set.ioThreads());
        if (set.lowWaterBytes() != null && set.highWaterBytes() != null)
            builder.pendingBytes(set.lowWaterBytes(), set.highWaterBytes());
        if (set.keptBytes() != null) builder.keptBytes(set.keptBytes());
        if (set.resumeWithin() != null) builder.resumeWithin(set.resumeWithin());
        if (set.maxWait() != null) builder.maxWait(set.maxWait());
        if (set.bodyTimeout() != null) builder.bodyTimeout(set.bodyTimeout());
        if (set.closeTimeout() != null) builder.closeTimeout(set.closeTimeout());
        return builder.build();
    }

    /** WebSocket needs nothing more: the servlet itself upgrades, by the container's means. */
    @Bean
    @ConditionalOnMissingBean(name = "imServlet")
    ServletRegistrationBean<Servlet> imServlet(ServletTransport transport, ImServletPath path) {
        ServletRegistrationBean<Servlet> registration =
                new ServletRegistrationBean<>(transport.servlet(), path.value() + "/*");
        registration.setName("im");
        registration.setAsyncSupported(true);
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean
    ImServletPath imServletPath(ImProperties properties) {
        return new ImServletPath(properties.path());
    }

    /** A hook of the server's, and a listener of the container's: Boot registers it as that. */
    @Bean
    @ConditionalOnMissingBean
    Logins imLogins() {
        return new Logins();
    }

    @Bean
    SmartInitializingSingleton imLoginsOfServer(Logins logins, ObjectProvider<Sessions> sessions) {
        return () -> sessions.ifAvailable(logins::use);
    }
}
