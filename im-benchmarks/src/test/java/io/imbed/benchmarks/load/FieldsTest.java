package io.imbed.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.benchmarks.load.Fields.Name;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final Name ROOM = Name.of("room");
    private static final Name REV = Name.of("rev");
    private static final Name MESSAGE = Name.of("message");

    private static Fields of(String json) {
        byte[] bytes = ("??" + json + "??").getBytes(StandardCharsets.UTF_8);
        return new Fields().of(bytes, 2, bytes.length - 2);
    }

    @Test
    void fieldsAreFoundInAnyOrderAndNotInWhatIsNested() {
        Fields fields = of("{\"message\":{\"rev\":1,\"x\":[{\"rev\":2}]},\"rev\":41,\"ok\":true,\"room\":\"g.1\"}");

        assertThat(fields.number(REV)).isEqualTo(41);
        assertThat(fields.text(ROOM)).isEqualTo("g.1");
        assertThat(fields.is(ROOM, Name.of("g.1"))).isTrue();
        assertThat(fields.is(ROOM, Name.of("g.12"))).isFalse();
        assertThat(fields.has(Name.of("x"))).isFalse();
    }

    @Test
    void textThatLooksLikeJsonIsText() {
        Fields fields = of("{\"text\":\"}\\\",\\\"rev\\\":7,{\\\\\",\"rev\":8}");

        assertThat(fields.number(REV)).isEqualTo(8);
    }

    @Test
    void whatIsNotThereIsNot() {
        assertThat(of("{}").number(REV)).isEqualTo(-1);
        assertThat(of("{}").text(ROOM)).isEmpty();
    }

    @Test
    void valuesThatDifferAnywhereHashOtherwise() {
        Fields one = of("{\"message\":{\"seq\":1,\"text\":\"a\"}}");
        Fields same = of("{\"rev\":3,\"message\":{\"seq\":1,\"text\":\"a\"}}");
        Fields other = of("{\"message\":{\"seq\":1,\"text\":\"b\"}}");

        assertThat(one.hash(one.find(MESSAGE))).isEqualTo(same.hash(same.find(MESSAGE)));
        assertThat(one.hash(one.find(MESSAGE))).isNotEqualTo(other.hash(other.find(MESSAGE)));
    }
}
