package io.imbed.testkit;

/**
 * What every {@link io.imbed.spi.RoomLog} does. Extend it in your tests and open an empty storage; also extend
 * {@link RoomStoreContract}, the other face of the same storage.
 */
public abstract class RoomLogContract extends StorageContract
        implements AppendCase,
                RepeatCase,
                GuardCase,
                EventCase,
                HistoryCase,
                RecallCase,
                ReactionCase,
                DropCase,
                ImportCase,
                KeepCase,
                TrimCase,
                EraseCase,
                UpkeepCase,
                ConcurrencyCase,
                ModelCase {}
