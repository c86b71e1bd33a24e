package io.imbed.transport.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.WsSession;
import org.apache.tomcat.websocket.server.WsSci;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A real container in this process, on a free port of the loopback address, with a transport at {@code /im}. */
interface TestContainer extends AutoCloseable {
    int port();

    @Override
    void close();

    /** Which one. */
    enum Kind {
        TOMCAT {
            @Override
            TestContainer start(ServletTransport transport, int threads, Filter... filters) throws Exception {
                return OnTomcat.start(transport, threads, filters);
            }
        },
        JETTY {
            @Override
            TestContainer start(ServletTransport transport, int threads, Filter... filters) throws Exception {
                return OnJetty.start(transport, threads, filters);
            }
        };

        /** @param filters in front of the transport */
        abstract TestContainer start(ServletTransport transport, int threads, Filter... filters) throws Exception;
    }

    record OnTomcat(Tomcat tomcat, Path work) implements TestContainer {
        /** Held, since a logger that nobody holds forgets its level. It says much at each start and stop. */
        private static final Logger LOG = Logger.getLogger("org.apache");

        static {
            LOG.setLevel(Level.SEVERE);
        }

        static TestContainer start(ServletTransport transport, int threads, Filter... filters) throws Exception {
            // Initialised here, not by the first WebSocket: it asks that one's application for a service, and if that
            // application is stopped meanwhile, the JVM has no WebSocket on Tomcat ever after.
            Class.forName(WsSession.class.getName());
            Path work = Files.createTempDirectory("im-tomcat");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(work.toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            connector.setProperty("maxThreads", Integer.toString(threads));
            connector.setProperty("minSpareThreads", "2");
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", work.toString());
            context.addServletContainerInitializer(new WsSci(), null);
            context.addServletContainerInitializer((classes, started) -> install(started, transport, filters), null);
            tomcat.start();
            return new OnTomcat(tomcat, work);
        }

        private static void install(ServletContext context, ServletTransport transport, Filter... filters) {
            for (Filter filter : filters) {
                var registration = context.addFilter(filter.getClass().getName(), filter);
                registration.setAsyncSupported(true);
                registration.addMappingForUrlPatterns(null, false, "/*");
            }
            transport.install(context, "/im");
        }

        @Override
        public int port() {
            return tomcat.getConnector().getLocalPort();
        }

        @Override
        public void close() {
            try {
                tomcat.stop();
                tomcat.destroy();
                try (var files = Files.walk(work)) {
                    for (Path each : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
                }
            } catch (LifecycleException | IOException e) {
                throw new AssertionError("Tomcat does not stop", e);
            }
        }
    }

    record OnJetty(Server server) implements TestContainer {
        static TestContainer start(ServletTransport transport, int threads, Filter... filters) throws Exception {
            Server server = new Server(new QueuedThreadPool(threads, Math.min(threads, 4)));
            ServerConnector connector = new ServerConnector(server, 1, 1);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/");
            for (Filter filter : List.of(filters)) {
                FilterHolder holder = new FilterHolder(filter);
                holder.setAsyncSupported(true);
                context.addFilter(holder, "/*", EnumSet.of(jakarta.servlet.DispatcherType.REQUEST));
            }
            context.addServletContainerInitializer((classes, started) -> transport.install(started, "/im"));
            JakartaWebSocketServletContainerInitializer.configure(context, null);
            server.setHandler(context);
            server.start();
            return new OnJetty(server);
        }

        @Override
        public int port() {
            return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        }

        @Override
        public void close() {
            server.setStopTimeout(0);
            LifeCycle.stop(server);
        }
    }
}
