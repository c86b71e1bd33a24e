package io.imbed.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
    private final FrameCodec server = new FrameCodec(JsonLimits.DEFAULT);
    private final FrameCodec client = new FrameCodec(FrameCodec.CLIENT_LIMITS);

    @ParameterizedTest
    @MethodSource("requests")
    void requestComesOutAsItWentIn(Request request) {
        String line = client.encode(request);

        assertThat(server.decodeRequest(line)).isEqualTo(request);
        assertThat(line).startsWith("{\"op\":\"" + request.op() + "\",\"id\":" + request.id());
        assertThat(line.lines()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventComesOutAsItWentIn(Event event) {
        String line = server.encode(event);

        assertThat(client.decodeServerFrame(line, re -> null)).isEqualTo(event);
        assertThat(line).startsWith("{\"ev\":\"event\",\"room\":\"g.1\",\"epoch\":\"e1\",\"rev\":41,\"type\":\"");
        assertThat(line.lines()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("pushed")
    void frameComesOutAsItWentIn(ServerFrame frame) {
        assertThat(client.decodeServerFrame(server.encode(frame), re -> null)).isEqualTo(frame);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void resultIsReadByTheOpThatWasAsked(Samples.Answer answer) {
        ServerFrame reply = new ServerFrame.Reply(7, answer.result());

        String line = server.encode(reply);

        assertThat(client.decodeServerFrame(line, re -> re == 7 ? answer.op() : null))
                .isEqualTo(reply);
        assertThat(line).startsWith("{\"re\":7");
    }

    @Test
    void noShapeIsForgottenAbove() {
        assertThat(classesOf(Samples.REQUESTS)).isEqualTo(records(Request.class));
        assertThat(classesOf(Samples.BODIES)).isEqualTo(records(EventBody.class));
        assertThat(classesOf(
                        Samples.ANSWERS.stream().map(Samples.Answer::result).toList()))
                .isEqualTo(records(Result.class));
        Set<Class<?>> frames = classesOf(Samples.PUSHED);
        frames.addAll(Set.of(Event.class, ServerFrame.Reply.class, ServerFrame.Unrecognized.class));
        assertThat(frames).isEqualTo(records(ServerFrame.class));
    }

    @Test
    void everyOpHasAnAnswerAbove() {
        Set<String> asked = Samples.REQUESTS.stream().map(Request::op).collect(Collectors.toSet());
        Set<String> answered = Samples.ANSWERS.stream().map(Samples.Answer::op).collect(Collectors.toSet());

        assertThat(answered).isEqualTo(asked);
    }

    @Test
    void unrecognizedHasNoWireForm() {
        assertThatThrownBy(() -> server.encode(new ServerFrame.Unrecognized("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static List<Request> requests() {
        return Samples.REQUESTS;
    }

    static Stream<Event> events() {
        return Samples.BODIES.stream().map(Samples::event);
    }

    static List<ServerFrame> pushed() {
        return Samples.PUSHED;
    }

    static List<Samples.Answer> answers() {
        return Samples.ANSWERS;
    }

    private static Set<Class<?>> classesOf(List<?> values) {
        return values.stream().map(Object::getClass).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The records below a sealed interface. */
    private static Set<Class<?>> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isRecord() ? Stream.of(type) : records(type).stream())
                .collect(Collectors.toSet());
    }
}
