package io.imbed.transport.servlet;

import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.spi.Authenticator;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The web chat's page and the chat itself on one port of a real container: what the browser tests of the HTTP wires in
 * {@code demo-vue/e2e} run against. Takes the folder of the built page; says on standard output where it is, and runs until
 * it is ended.
 */
final class WebChatOnJetty {
    private static final int THREADS = 16;
    private static final String CONFIG =
            "{\"base\":\"im\",\"auth\":\"guest\",\"room\":\"general\",\"version\":\"test\"}\n";

    private WebChatOnJetty() {}

    public static void main(String[] args) throws Exception {
        Path page = Path.of(args[0]).toRealPath();
        ServletTransport transport = ServletTransport.create();
        ImServer chat = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .transport(transport)
                .build();
        chat.rooms().create(NewRoom.channel("general").title("General"));
        chat.start();
        TestContainer container = TestContainer.Kind.JETTY.start(transport, THREADS, new PageFilter(page));
        System.out.println("READY http=http://127.0.0.1:" + container.port() + "/");
        Thread.currentThread().join();
    }

    /** Whatever is not the chat is a file of the page. */
    private record PageFilter(Path folder) implements Filter {
        @Override
        public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest request = (HttpServletRequest) anyRequest;
            HttpServletResponse response = (HttpServletResponse) anyResponse;
            String path = request.getRequestURI();
            if (path.equals("/im") || path.startsWith("/im/")) {
                chain.doFilter(request, response);
            } else if (path.equals("/config.json")) {
                response.setContentType("application/json");
                response.getOutputStream().write(CONFIG.getBytes(StandardCharsets.UTF_8));
            } else {
                file(path.equals("/") ? "index.html" : path.substring(1), response);
            }
        }

        private void file(String name, HttpServletResponse response) throws IOException {
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            response.setContentType(type(name));
            Files.copy(file, response.getOutputStream());
        }

        private static String type(String name) {
            if (name.endsWith(".html")) return "text/html;charset=UTF-8";
            if (name.endsWith(".js")) return "text/javascript;charset=UTF-8";
            if (name.endsWith(".css")) return "text/css;charset=UTF-8";
            return name.endsWith(".svg") ? "image/svg+xml" : "application/octet-stream";
        }
    }
}
