package io.imbed.hook;

/** A moment at which the host is asked or told. Permits the moments alone; see each. */
public sealed interface Hook
        permits BeforeConnect,
                BeforeSend,
                BeforeEdit,
                BeforeRecall,
                BeforeJoin,
                BeforeLeave,
                BeforeCreateRoom,
                Connected,
                Disconnected,
                MessageSent,
                MessageEdited,
                MessageRecalled,
                MemberJoined,
                MemberLeft,
                RoomCreated,
                PresenceChanged,
                Read,
                Delivered,
                Offline,
                Denied {}
