package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** Mostly without jqwik's edge cases: a frame has more combinations of them than there are tries. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class FrameCodecPropertyTest {
    private final FrameCodec server = new FrameCodec(JsonLimits.DEFAULT);
    private final FrameCodec client = new FrameCodec(FrameCodec.CLIENT_LIMITS);

    @Property(tries = 250)
    void anyRequestComesOutAsItWentIn(@ForAll("requests") Request request) {
        String line = client.encode(request);

        assertThat(server.decodeRequest(line)).isEqualTo(request);
        assertThat(FrameCodec.lines(line)).hasSize(1);
    }

    @Property(tries = 150)
    void anyEventComesOutAsItWentIn(@ForAll("events") Event event) {
        String line = server.encode(event);

        assertThat(client.decodeServerFrame(line, re -> null)).isEqualTo(event);
        assertThat(server.encodeUtf8(event)).asString(StandardCharsets.UTF_8).isEqualTo(line);
        assertThat(FrameCodec.lines(line)).hasSize(1);
    }

    @Property(tries = 150)
    void anyPushedFrameComesOutAsItWentIn(@ForAll("pushed") ServerFrame frame) {
        assertThat(client.decodeServerFrame(server.encode(frame), re -> null)).isEqualTo(frame);
    }

    @Property(tries = 100)
    void anyResultComesOutAsItWentIn(@ForAll("answers") Samples.Answer answer) {
        ServerFrame reply = new ServerFrame.Reply(1, answer.result());

        assertThat(client.decodeServerFrame(server.encode(reply), re -> answer.op()))
                .isEqualTo(reply);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.MIXIN)
    void anyStringIsWrittenAsOneLineThatCanBeRead(@ForAll String text) {
        String line = client.encode(new Request.Auth(1, text));

        assertThat(line.lines()).hasSize(1);
        assertThat(((Request.Auth) server.decodeRequest(line)).token())
                .isEqualTo(Content.text(text).fallback());
    }

    @Provide
    Arbitrary<Request> requests() {
        return RandomFrames.requests();
    }

    @Provide
    Arbitrary<Event> events() {
        return RandomFrames.events();
    }

    @Provide
    Arbitrary<ServerFrame> pushed() {
        return RandomFrames.pushed();
    }

    @Provide
    Arbitrary<Samples.Answer> answers() {
        return RandomFrames.answers();
    }
}
