package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The example server's log, as its logback.xml has it. */
class LogFormatTest {
    private static final String HOSTILE = "one\ntwo\r\u001b[31m\u0085\u2028three";

    @Test
    void textIsOneLineHoweverHostileTheValue() throws Exception {
        List<String> lines = logged("text");

        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).endsWith("room news: one?two??[31m??three");
    }

    @Test
    void jsonIsOneObjectALineWithTheRoomAsAKey() throws Exception {
        List<String> lines = logged("json");

        assertThat(lines).hasSize(1);
        JsonObject line = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        assertThat(line.get("level").getAsString()).isEqualTo("WARN");
        assertThat(line.get("formattedMessage").getAsString()).isEqualTo("room news: " + HOSTILE);
        assertThat(line.getAsJsonArray("kvpList").toString()).isEqualTo("[{\"room\":\"news\"}]");
    }

    /** What one line about a room becomes. */
    private static List<String> logged(String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("IMBED_LOG", format);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(LogFormatTest.class.getResource("/logback.xml"));
            Logger logger = context.getLogger("io.imbed.x");
            logger.atWarn().addKeyValue("room", "news").log("room {}: {}", "news", HOSTILE);
        } finally {
            context.stop();
            System.setErr(before);
        }
        return List.of(bytes.toString(StandardCharsets.UTF_8).split("\n"));
    }
}
