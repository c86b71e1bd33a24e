package io.imbed.transport.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: sees to origins, then routes by path. Not an {@code HttpServlet}, which would be serializable.
 *
 * <p>Threads: any.
 */
final class WireServlet implements Servlet {
    private static final Logger LOG = LoggerFactory.getLogger(WireServlet.class);

    private final ServletTransport transport;
    private final Origins origins;
    private volatile @Nullable ServletConfig config;

    WireServlet(ServletTransport transport, ServletOptions options) {
        this.transport = transport;
        this.origins = new Origins(options);
    }

    @Override
    public void init(ServletConfig newConfig) {
        config = newConfig;
    }

    @Override
    public @Nullable ServletConfig getServletConfig() {
        return config;
    }

    @Override
    public String getServletInfo() {
        return "Imbed";
    }

    @Override
    public void destroy() {}

    @Override
    public void service(ServletRequest anyRequest, ServletResponse anyResponse) throws ServletException, IOException {
        if (!(anyRequest instanceof HttpServletRequest request)
                || !(anyResponse instanceof HttpServletResponse response)) {
            throw new ServletException("not HTTP");
        }
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        response.setHeader("X-Content-Type-Options", "nosniff");
        Hub hub = transport.hub();
        Answer refusal;
        if (!origins.admits(request, response)) refusal = Answer.FOREIGN_ORIGIN;
        else if (hub == null) refusal = Answer.STOPPED;
        else refusal = route(hub, request, response);
        if (refusal != null) refusal.send(response);
    }

    /** Null if the request is seen to; else what it is answered. */
    private static @Nullable Answer route(Hub hub, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String info = request.getPathInfo();
        String path = info == null || info.isEmpty() ? "/" : info;
        String method = switch (path) {
            case "/", "/events", "/poll" -> "GET";
            case "/open", "/send", "/close" -> "POST";
            default -> null;
        };
        if (method == null) return Answer.NOT_FOUND;
        if (request.getMethod().equals("OPTIONS")) {
            Origins.preflight(response);
            return Answer.NO_CONTENT;
        }
        if (!request.getMethod().equals(method)) {
            response.setHeader("Allow", method + ", OPTIONS");
            return new Answer(405, path + " is asked by " + method);
        }
        if (!path.equals("/") && !request.isAsyncSupported()) {
            LOG.error("the servlet of Imbed, or a filter before it, does not support asynchronous requests");
            return new Answer(500, "the server is not set up for asynchronous requests");
        }
        HttpWire wire = new HttpWire(hub, request, response);
        return switch (path) {
            case "/open" -> wire.open();
            case "/send" -> wire.send();
            case "/events" -> wire.events();
            case "/poll" -> wire.poll();
            case "/close" -> wire.close();
            default -> SocketOpening.upgrade(hub, request, response);
        };
    }
}
