package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Chinese README has what the English one has, in the same order; what it says of it nobody but a reader can check. */
class ChineseReadmeTest {
    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    /** To the end of its line behind a space, so that no URL is one; or between slashes. */
    private static final Pattern COMMENT = Pattern.compile("(?m)\\s+//.*$|/\\*.*?\\*/");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ ");
    private static final Pattern TABLE_LINE = Pattern.compile("(?m)^\\|.*\\|$");
    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|src=\")([^)\"#]+)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    private final String english = read("README.md");
    private final String chinese = read("README.zh-CN.md");

    private static String read(String name) {
        try {
            return Files.readString(Path.of("..", name));
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> blocks(String readme) {
        return all(FENCED, readme).stream()
                .map(block -> COMMENT.matcher(block).replaceAll(" /**/"))
                .toList();
    }

    private static String prose(String readme) {
        return FENCED.matcher(readme).replaceAll("");
    }

    @Test
    void blocksOfCodeAreTheSameButForComments() {
        assertThat(blocks(chinese)).hasSizeGreaterThan(10).isEqualTo(blocks(english));
    }

    @Test
    void headingsAreOfTheSameLevels() {
        assertThat(all(HEADING, prose(chinese))).hasSizeGreaterThan(10).isEqualTo(all(HEADING, prose(english)));
    }

    @Test
    void tablesHaveTheSameCells() {
        assertThat(cells(chinese)).hasSizeGreaterThan(10).isEqualTo(cells(english));
    }

    /** How many cells each line of a table has. */
    private static List<Integer> cells(String readme) {
        return all(TABLE_LINE, prose(readme)).stream()
                .map(line -> line.split("\\|", -1).length)
                .toList();
    }

    @Test
    void codeInSentencesIsTheSame() {
        assertThat(words(chinese)).hasSizeGreaterThan(100).hasSameElementsAs(words(english));
    }

    /** Words of code between backquotes; where commas stand between them, languages have commas of their own. */
    private static List<String> words(String readme) {
        return CODE.matcher(prose(readme)).results().map(code -> code.group(1)).toList();
    }

    @Test
    void linksAreTheSameAndEachReadmeLeadsToTheOther() {
        List<String> linksOfEnglish = links(english);
        List<String> linksOfChinese = links(chinese);

        assertThat(linksOfEnglish).contains("README.zh-CN.md");
        assertThat(linksOfChinese).contains("README.md");
        assertThat(linksOfChinese.stream().filter(link -> !link.startsWith("README")))
                .containsExactlyElementsOf(linksOfEnglish.stream()
                        .filter(link -> !link.startsWith("README"))
                        .toList());
    }

    private static List<String> links(String readme) {
        return LINK.matcher(prose(readme)).results().map(link -> link.group(1)).toList();
    }
}
