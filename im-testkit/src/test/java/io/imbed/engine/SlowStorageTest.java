package io.imbed.engine;

import io.imbed.spi.Storage;
import org.junit.jupiter.api.Nested;

/** Everything once more on a storage that never answers at once: what is decided and what is committed lie apart. */
class SlowStorageTest {
    @Nested
    class Sends extends SendTest {
        @Override
        Storage storage() {
            return new SlowStorage();
        }
    }

    @Nested
    class Rooms extends RoomsTest {
        @Override
        Storage storage() {
            return new SlowStorage();
        }
    }

    @Nested
    class EditsAndRecalls extends EditAndRecallTest {
        @Override
        Storage storage() {
            return new SlowStorage();
        }
    }

    @Nested
    class Marks extends MarksTest {
        @Override
        Storage storage() {
            return new SlowStorage();
        }
    }

    @Nested
    class Visibility extends VisibilityTest {
        @Override
        Storage storage() {
            return new SlowStorage();
        }
    }

    @Nested
    class CatchUp extends CatchUpTest {
        @Override
        Storage storage() {
            return new SlowStorage();
        }
    }
}
