package io.imbed.transport.servlet;

import io.imbed.spi.Acceptor;
import io.imbed.spi.Handshake;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a WebSocket, if the container has one.
 *
 * <p>By {@link ServerContainer#upgradeHttpToWebSocket}, not by an endpoint that is registered: a request of ours has an
 * address and a status to be refused with, which endpoints do not have; and the container is looked up when it is needed,
 * since it may not be there yet when servlets are registered (in Spring Boot it is not).
 */
final class SocketOpening {
    private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";
    private static final String SUBPROTOCOL = "im.v1";

    private SocketOpening() {}

    /** Null if it is a WebSocket now; else what the request is answered. */
    static @Nullable Answer upgrade(Hub hub, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            response.setHeader("Upgrade", "websocket");
            return new Answer(426, "here is a WebSocket; HTTP begins with a POST to open");
        }
        if (!"13".equals(request.getHeader("Sec-WebSocket-Version"))) {
            response.setHeader("Sec-WebSocket-Version", "13");
            return new Answer(426, "only version 13 of WebSocket is spoken here");
        }
        Object container = request.getServletContext().getAttribute(CONTAINER);
        if (container == null) return new Answer(501, "the container has no WebSocket; use HTTP");
        if (!offersOurs(request)) return Answer.badRequest("the subprotocol must be " + SUBPROTOCOL);
        Answer refusal = HttpWire.refusal(hub, request);
        if (refusal != null) return refusal;
        Handshake handshake = Facts.handshake(request, hub.options());
        Acceptor.Refusal refused = hub.acceptor().refuse(handshake);
        if (refused != null) return Answer.of(refused);
        return Upgrade.upgrade((ServerContainer) container, hub, handshake, request, response);
    }

    private static boolean offersOurs(HttpServletRequest request) {
        List<String> offers = Facts.values(request, "Sec-WebSocket-Protocol");
        if (offers.isEmpty()) return true;
        for (String offer : offers) {
            for (String name : offer.split(",")) {
                if (name.strip().toLowerCase(Locale.ROOT).equals(SUBPROTOCOL)) return true;
            }
        }
        return false;
    }

    /** Apart, so that a container without Jakarta WebSocket never loads a class of it. */
    private static final class Upgrade {
        static @Nullable Answer upgrade(
                ServerContainer container,
                Hub hub,
                Handshake handshake,
                HttpServletRequest request,
                HttpServletResponse response)
                throws IOException {
            // Jetty wants a public class, and asks the configurator for an instance of whatever is named.
            ServerEndpointConfig config = ServerEndpointConfig.Builder.create(Endpoint.class, "/im")
                    .subprotocols(List.of(SUBPROTOCOL))
                    .configurator(new Ours(new SocketEndpoint(hub, handshake)))
                    .build();
            try {
                container.upgradeHttpToWebSocket(request, response, config, Map.of());
                return null;
            } catch (DeploymentException e) {
                throw new IOException("the container did not upgrade", e);
            }
        }
    }

    /** Has the one endpoint of one request. Origins are checked before. */
    private static final class Ours extends ServerEndpointConfig.Configurator {
        private final SocketEndpoint endpoint;

        Ours(SocketEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }

        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }
    }
}
