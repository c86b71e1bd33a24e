package io.imbed.testkit.websocket;

import io.imbed.testkit.websocket.Profile.Leeway;
import java.util.ArrayList;
import java.util.List;

/** Cases in the making. Threads: one. */
final class CaseTable {
    private final List<ConformanceCase> cases = new ArrayList<>();

    /** On an open WebSocket. */
    void open(String clause, String name, Part... parts) {
        cases.add(new ConformanceCase(clause, name, true, null, List.of(parts)));
    }

    void openUnless(Leeway leeway, String clause, String name, Part... parts) {
        cases.add(new ConformanceCase(clause, name, true, leeway, List.of(parts)));
    }

    /** On a socket that has said nothing yet. */
    void bare(String clause, String name, Part... parts) {
        cases.add(new ConformanceCase(clause, name, false, null, List.of(parts)));
    }

    void bareUnless(Leeway leeway, String clause, String name, Part... parts) {
        cases.add(new ConformanceCase(clause, name, false, leeway, List.of(parts)));
    }

    List<ConformanceCase> cases() {
        return cases;
    }

    /** Every case for this server. */
    static List<ConformanceCase> all(Target target, Profile profile) {
        CaseTable table = new CaseTable();
        HandshakeCases.addTo(table, target, profile);
        LengthCases.addTo(table, profile.maxMessageBytes());
        HeaderCases.addTo(table);
        FragmentCases.addTo(table, profile.maxMessageBytes());
        ControlCases.addTo(table);
        CloseCases.addTo(table);
        TextCases.addTo(table);
        return table.cases().stream()
                .filter(one -> one.leeway() == null || !profile.allows(one.leeway()))
                .toList();
    }
}
