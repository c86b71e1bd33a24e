package io.imbed.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InputTest {
    @Test
    void lineIsTextAsItStands() {
        assertThat(Input.parse("  hello  ")).isEqualTo(new Input.Text("  hello  "));
        assertThat(Input.parse("a /join b")).isEqualTo(new Input.Text("a /join b"));
    }

    @Test
    void slashBeginsACommand() {
        assertThat(Input.parse("/join  dev ")).isEqualTo(new Input.Command("join", "dev"));
        assertThat(Input.parse("/WHO")).isEqualTo(new Input.Command("who", ""));
        assertThat(Input.parse("/")).isEqualTo(new Input.Command("", ""));
    }

    @Test
    void twoSlashesBeginTextWithOne() {
        assertThat(Input.parse("//join dev")).isEqualTo(new Input.Text("/join dev"));
    }

    @Test
    void nothingIsSentForNothing() {
        assertThat(Input.parse("")).isEqualTo(new Input.Blank());
        assertThat(Input.parse(" \t ")).isEqualTo(new Input.Blank());
    }
}
