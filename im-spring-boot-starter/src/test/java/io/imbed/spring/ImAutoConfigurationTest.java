package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.Imports;
import io.imbed.Lookup;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.Rooms;
import io.imbed.Sessions;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Content;
import io.imbed.protocol.Durability;
import io.imbed.spi.Authenticator;
import io.imbed.spi.ContentValidator;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;
import io.imbed.transport.servlet.ServletTransport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;

/** What is there, and what backs off. */
@ExtendWith(OutputCaptureExtension.class)
class ImAutoConfigurationTest {
    @TempDir
    static Path folder;

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            ImAutoConfiguration.class,
            ImStorageAutoConfiguration.class,
            ImJdbcAutoConfiguration.class,
            ImTransactionsAutoConfiguration.class,
            ImServletAutoConfiguration.class,
            ImSecurityAutoConfiguration.class,
            ImMetricsAutoConfiguration.class);

    private final WebApplicationContextRunner bare = new WebApplicationContextRunner().withConfiguration(ALL);
    private final WebApplicationContextRunner web = bare.withUserConfiguration(Secured.class);

    @Configuration
    @EnableWebSecurity
    static class Secured {}

    @Test
    void partsOfTheServerAreBeans() {
        web.run(context -> {
            ImServer server = context.getBean(ImServer.class);
            assertThat(context.getBean(Rooms.class)).isSameAs(server.rooms());
            assertThat(context.getBean(Lookup.class)).isSameAs(server.lookup());
            assertThat(context.getBean(Imports.class)).isSameAs(server.imports());
            assertThat(context.getBean(Sessions.class)).isSameAs(server.sessions());
            assertThat(context.getBean(ImLifecycle.class).isRunning()).isTrue();
            assertThat(context).hasSingleBean(PrincipalAuthenticator.class).doesNotHaveBean(TransactionalRooms.class);
        });
    }

    @Test
    void servletIsAtImAndAsynchronous() {
        web.run(context -> {
            ServletRegistrationBean<?> servlet = context.getBean("imServlet", ServletRegistrationBean.class);
            assertThat(servlet.getUrlMappings()).containsExactly("/im/*");
            assertThat(servlet.isAsyncSupported()).isTrue();
        });
        web.withPropertyValues("im.path=/chat").run(context -> {
            ServletRegistrationBean<?> servlet = context.getBean("imServlet", ServletRegistrationBean.class);
            assertThat(servlet.getUrlMappings()).containsExactly("/chat/*");
        });
    }

    @Test
    void withoutLoginItDoesNotStartAndSaysWhy() {
        bare.run(context -> {
            assertThat(context).hasFailed();
            Throwable failure = context.getStartupFailure();
            var analysis = new CannotStartAnalyzer().analyze(failure);
            assertThat(analysis.getDescription())
                    .contains("Spring Security is not set up", Authenticator.class.getName());
            assertThat(analysis.getAction()).contains("spring-boot-starter-security");
        });
    }

    @Test
    void withoutSpringSecurityItDoesNotStartEither() {
        bare.withClassLoader(new FilteredClassLoader("org.springframework.security"))
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasRootCauseInstanceOf(CannotStartException.class));
    }

    @Test
    void authenticatorOfTheApplicationIsEnough() {
        bare.withBean(Authenticator.class, Authenticator::guests)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ImServer.class));
        web.withBean(Authenticator.class, Authenticator::guests)
                .run(context -> assertThat(context).doesNotHaveBean(PrincipalAuthenticator.class));
    }

    @Test
    void applicationWithoutServletsHasAChatWithoutClients() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context ->
                        assertThat(context).hasSingleBean(ImServer.class).doesNotHaveBean(ServletTransport.class));
    }

    @Test
    void ownBeansReplaceOurs() {
        PrincipalMapper mapper = principal -> Optional.empty();
        Storage storage = MemoryStorage.create();
        ServletTransport transport = ServletTransport.create();
        web.withBean(PrincipalMapper.class, () -> mapper)
                .withBean(Storage.class, () -> storage)
                .withBean(ServletTransport.class, () -> transport)
                .run(context -> {
                    assertThat(context.getBean(PrincipalMapper.class)).isSameAs(mapper);
                    assertThat(context.getBean(Storage.class)).isSameAs(storage);
                    assertThat(context.getBean(ServletTransport.class)).isSameAs(transport);
                });
        ImServer own = ImServer.builder(MemoryStorage.create()).build();
        web.withBean(ImServer.class, () -> own)
                .run(context -> assertThat(context.getBean(ImServer.class)).isSameAs(own));
    }

    @Test
    void memoryIsWarnedOfUnlessWanted(CapturedOutput output) {
        web.withPropertyValues("im.store.type=memory")
                .run(context -> assertThat(output).doesNotContain("im-store-jdbc"));
        web.run(context -> assertThat(output).contains("rooms are kept in memory, and are gone"));
    }

    @Configuration
    static class Database {
        @Bean(destroyMethod = "dispose")
        JdbcConnectionPool pool() {
            return JdbcConnectionPool.create(
                    "jdbc:h2:" + folder.resolve(UUID.randomUUID().toString()), "sa", "");
        }
    }

    @Configuration
    static class OtherDatabase {
        @Bean(destroyMethod = "dispose")
        JdbcConnectionPool otherPool() {
            return JdbcConnectionPool.create(
                    "jdbc:h2:" + folder.resolve(UUID.randomUUID().toString()), "sa", "");
        }
    }

    @Test
    void theOneDataSourceKeepsRooms() {
        web.withUserConfiguration(Database.class).run(context -> {
            assertThat(context.getBean(Storage.class).traits().durability()).isEqualTo(Durability.DISK);
            assertThat(context).hasSingleBean(TransactionalRooms.class);
            try (var connection = context.getBean(DataSource.class).getConnection();
                    var tables = connection.getMetaData().getTables(null, null, "%ROOM", null)) {
                assertThat(tables.next()).isTrue();
                assertThat(tables.getString("TABLE_NAME")).isEqualToIgnoringCase("im_room");
            }
        });
    }

    @Test
    void prefixAndDurabilityAreProperties() {
        web.withUserConfiguration(Database.class)
                .withPropertyValues(
                        "im.store.prefix=chat_",
                        "im.store.durability=process",
                        "im.store.readers=2",
                        "im.store.read-limit=3s",
                        "im.store.write-limit=4s")
                .run(context -> {
                    try (var connection = context.getBean(DataSource.class).getConnection();
                            var tables = connection.getMetaData().getTables(null, null, "%ROOM", null)) {
                        assertThat(tables.next()).isTrue();
                        assertThat(tables.getString("TABLE_NAME")).isEqualToIgnoringCase("chat_room");
                    }
                });
        web.withUserConfiguration(Database.class)
                .withPropertyValues("im.store.schema=check")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasStackTraceContaining("Rooms cannot be kept in the application's database"));
    }

    @Test
    void severalDataSourcesOrNoneOrAWishKeepRoomsOutOfDatabases() {
        web.withUserConfiguration(Database.class, OtherDatabase.class)
                .run(context -> assertThat(
                                context.getBean(Storage.class).traits().durability())
                        .isEqualTo(Durability.NONE));
        web.withUserConfiguration(Database.class)
                .withPropertyValues("im.store.type=memory")
                .run(context -> assertThat(
                                context.getBean(Storage.class).traits().durability())
                        .isEqualTo(Durability.NONE));
        web.withPropertyValues("im.store.type=jdbc")
                .run(context ->
                        assertThat(context).hasFailed().getFailure().hasStackTraceContaining("im.store.type is jdbc"));
        web.withUserConfiguration(Database.class)
                .withClassLoader(new FilteredClassLoader("io.imbed.store.jdbc"))
                .run(context -> assertThat(
                                context.getBean(Storage.class).traits().durability())
                        .isEqualTo(Durability.NONE));
    }

    @Configuration
    static class Rules {
        final List<String> asked = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        BeforeSend second() {
            return attempt -> {
                asked.add("second");
                return Verdict.allow();
            };
        }

        @Bean
        @Order(1)
        BeforeSend first() {
            return attempt -> {
                asked.add("first");
                return Verdict.allow();
            };
        }

        @Bean("poll")
        ContentValidator polls() {
            return content -> "no polls today";
        }

        @Bean
        ImServerCustomizer customizer() {
            return builder -> builder.on(BeforeSend.class, attempt -> {
                asked.add("customizer");
                return Verdict.allow();
            });
        }
    }

    @Test
    void hooksAreAskedInOrderAndTheCustomizerHasTheLastWord() {
        web.withUserConfiguration(Rules.class).run(context -> {
            Rooms rooms = context.getBean(Rooms.class);
            get(rooms.create(NewRoom.channel("general").title("General")));
            get(rooms.send("general", Draft.text("hi")));
            assertThat(context.getBean(Rules.class).asked).containsExactly("first", "second", "customizer");
        });
    }

    @Test
    void validatorIsForTheTypeThatItsBeanIsNamedBy() {
        web.withUserConfiguration(Rules.class).run(context -> {
            Rooms rooms = context.getBean(Rooms.class);
            get(rooms.create(NewRoom.channel("general").title("General")));
            assertThat(rooms.send("general", Draft.of(Content.parse("{\"type\":\"poll\",\"fallback\":\"A poll\"}"))))
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("no polls today");
        });
    }

    @Test
    void figuresGoToTheRegistry() {
        web.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            Rooms rooms = context.getBean(Rooms.class);
            get(rooms.create(NewRoom.channel("general").title("General")));
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("im.connections").gauge().value()).isZero();
            assertThat(registry.get("im.log.batch").counter().count()).isEqualTo(1);
        });
        MetricsSink none = MetricsSink.none();
        web.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(MetricsSink.class, () -> none)
                .run(context -> assertThat(context.getBean(MetricsSink.class)).isSameAs(none));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
