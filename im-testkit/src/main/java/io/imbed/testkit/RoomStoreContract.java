package io.imbed.testkit;

/**
 * What every {@link io.imbed.spi.RoomStore} does. Extend it in your tests and open an empty storage; also extend
 * {@link RoomLogContract}, the other face of the same storage.
 */
public abstract class RoomStoreContract extends StorageContract
        implements RoomCase,
                MemberCase,
                SeniorCase,
                RestraintCase,
                MarkCase,
                SeatCase,
                SharingCase,
                SettingsCase,
                PreferenceCase,
                SettleCase {}
