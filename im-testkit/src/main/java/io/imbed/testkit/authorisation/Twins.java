package io.imbed.testkit.authorisation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two connections that get the same requests, but for a name: what one hears must be what the other does, byte for byte, but
 * for that name. Threads: one.
 */
final class Twins {
    private final Speaker one;
    private final Speaker other;

    Twins(Speaker one, Speaker other) {
        this.one = one;
        this.other = other;
    }

    /**
     * Each line that only one of them hears, from its hello on, of {@code requests} with {@code name} in them on the one, and
     * with {@code another} on the other. Replies may come in another order than requests.
     */
    List<String> differences(List<Speaker.Request> requests, String name, String another) throws Exception {
        List<String> here = hear(one, requests);
        List<String> there = new ArrayList<>();
        List<Speaker.Request> renamed = requests.stream()
                .map(each -> new Speaker.Request(each.op(), each.arguments().replace(name, another)))
                .toList();
        for (String each : hear(other, renamed)) there.add(each.replace(another, name));
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(here.size(), there.size()); i++) {
            String mine = i < here.size() ? here.get(i) : "nothing";
            String its = i < there.size() ? there.get(i) : "nothing";
            if (!mine.equals(its)) differences.add(mine + " but " + its);
        }
        return differences;
    }

    private static List<String> hear(Speaker speaker, List<Speaker.Request> requests) throws Exception {
        speaker.askAll(requests);
        speaker.ask("ping", ""); // all that the requests gave rise to has come before its reply
        List<String> all = speaker.heard();
        List<String> heard = new ArrayList<>(all.subList(1, all.size()));
        heard.sort(Comparator.comparingLong(Speaker::re));
        return heard;
    }
}
