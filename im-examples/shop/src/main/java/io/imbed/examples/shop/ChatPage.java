package io.imbed.examples.shop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The web chat at {@code /chat/}, out of the jar that has it built. Its {@code config.json} is one of the shop's own files. */
@Configuration(proxyBeanMethods = false)
class ChatPage implements WebMvcConfigurer {
    private static final String FILES = "io/imbed/demo/web/";
    private static final String POLICY = "io/imbed/demo/content-policy.txt";
    private static final String SHOP_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // Named by what is in them, so they need never be asked for again.
        registry.addResourceHandler("/chat/assets/**")
                .addResourceLocations("classpath:/" + FILES + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable());
        registry.addResourceHandler("/chat/**")
                .addResourceLocations("classpath:/static/chat/", "classpath:/" + FILES)
                .setCacheControl(CacheControl.noCache());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        boolean built = new ClassPathResource(FILES + "index.html").exists(); // not with -DskipWeb
        registry.addViewController("/chat/").setViewName(built ? "forward:/chat/index.html" : "no-chat");
        registry.addRedirectViewController("/chat", "/chat/");
    }

    /** What pages may do: the chat's what it says of itself, the shop's next to nothing. */
    HeaderWriter contentPolicy() throws IOException {
        String chat = String.join(
                "; ",
                new ClassPathResource(POLICY)
                        .getContentAsString(StandardCharsets.UTF_8)
                        .strip()
                        .replace("\n", "; "),
                "connect-src 'self'");
        return (request, response) -> response.setHeader(
                "Content-Security-Policy",
                request.getRequestURI().startsWith(request.getContextPath() + "/chat/") ? chat : SHOP_POLICY);
    }
}
