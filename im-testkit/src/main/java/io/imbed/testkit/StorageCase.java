package io.imbed.testkit;

import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One chapter of a contract: an interface, so that every test of every chapter is reported under the name of the class
 * that extends the contract.
 */
interface StorageCase {
    /** The storage of the test that runs. */
    Storage storage();

    default TestRoom group(String id, String... users) {
        return TestRoom.make(storage(), RoomKind.GROUP, id, users);
    }

    default List<Outcome> append(EntryBuilder... entries) {
        List<Entry> batch = Arrays.stream(entries).map(EntryBuilder::build).toList();
        return TestRoom.get(storage().log().append(batch));
    }

    default Optional<RoomState> state(String room) {
        return TestRoom.get(storage().store().room(room));
    }
}
