package io.imbed.spring;

import io.imbed.ImServer;
import io.imbed.Imports;
import io.imbed.Lookup;
import io.imbed.Rooms;
import io.imbed.Sessions;
import io.imbed.hook.Hook;
import io.imbed.hook.HookOptions;
import io.imbed.spi.AccessPolicy;
import io.imbed.spi.Authenticator;
import io.imbed.spi.ContentValidator;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;
import io.imbed.spi.Transport;
import io.imbed.spi.UserDirectory;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The server, put together from what the application has as beans: every {@link Hook}, in {@code @Order}, {@link AccessPolicy},
 * {@link UserDirectory}, {@link Authenticator}, {@link MetricsSink}, {@link Environment}, every {@link Transport}, and each
 * {@link ContentValidator}, whose bean's name is the content type. Last come the {@link ImServerCustomizer}s.
 */
@AutoConfiguration
@EnableConfigurationProperties(ImProperties.class)
public class ImAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    ImServer imServer(
            Storage storage,
            ImProperties properties,
            ObjectProvider<Transport> transports,
            ObjectProvider<Authenticator> authenticator,
            ObjectProvider<AccessPolicy> policy,
            ObjectProvider<UserDirectory> directory,
            ObjectProvider<MetricsSink> metrics,
            ObjectProvider<Environment> environment,
            ObjectProvider<Hook> hooks,
            Map<String, ContentValidator> validators,
            ObjectProvider<ImServerCustomizer> customizers) {
        ImServer.Builder builder = ImServer.builder(storage)
                .name(properties.name())
                .limits(properties.limits().limits())
                .pollInterval(properties.pollInterval())
                .retention(properties.retention().retention());
        List<Transport> wires = transports.orderedStream().toList();
        wires.forEach(builder::transport);
        Authenticator who = authenticator.getIfAvailable();
        if (who != null) builder.authenticator(who);
        else if (!wires.isEmpty()) throw nobodyCanTell();
        policy.ifAvailable(builder::accessPolicy);
        directory.ifAvailable(builder::userDirectory);
        metrics.ifAvailable(builder::metrics);
        environment.ifAvailable(builder::environment);
        validators.forEach(builder::content);
        if (properties.knownContentOnly()) builder.knownContentOnly();
        properties.presets().forEach(builder::preset);
        HookOptions options = properties.hooks().options();
        hooks.orderedStream().forEach(hook -> register(builder, hook, options));
        customizers.orderedStream().forEach(each -> each.customize(builder));
        return builder.build();
    }

    private static CannotStartException nobodyCanTell() {
        return new CannotStartException(
                "Nobody can tell who the users of the chat are: Spring Security is not set up, and there is no bean of type "
                        + Authenticator.class.getName() + ".",
                "Add spring-boot-starter-security, so that the application's login is the chat's, or define a bean of that type.",
                null);
    }

    /** One bean may be a hook of several moments. */
    private static void register(ImServer.Builder builder, Hook hook, HookOptions options) {
        for (Class<?> moment : Hook.class.getPermittedSubclasses()) {
            if (moment.isInstance(hook)) register(builder, moment.asSubclass(Hook.class), hook, options);
        }
    }

    private static <H extends Hook> void register(
            ImServer.Builder builder, Class<H> moment, Hook hook, HookOptions options) {
        builder.on(moment, moment.cast(hook), options);
    }

    @Bean
    @ConditionalOnMissingBean
    ImLifecycle imLifecycle(ImServer server, ImProperties properties) {
        return new ImLifecycle(server, properties.shutdown().timeout());
    }

    @Bean
    @ConditionalOnMissingBean
    Rooms imRooms(ImServer server) {
        return server.rooms();
    }

    @Bean
    @ConditionalOnMissingBean
    Lookup imLookup(ImServer server) {
        return server.lookup();
    }

    @Bean
    @ConditionalOnMissingBean
    Imports imImports(ImServer server) {
        return server.imports();
    }

    @Bean
    @ConditionalOnMissingBean
    Sessions imSessions(ImServer server) {
        return server.sessions();
    }
}
