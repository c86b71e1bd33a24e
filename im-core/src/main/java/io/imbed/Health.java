package io.imbed;

import java.util.List;

/**
 * How a server is, for those who operate it.
 *
 * @param live whether its threads make progress; if not, only another start helps
 * @param ready whether users are well sent here: it is live, lets them in, and its storage takes what they say
 * @param problems why not, a sentence each; empty if it is ready
 */
public record Health(boolean live, boolean ready, List<String> problems) {
    public Health {
        problems = List.copyOf(problems);
    }
}
