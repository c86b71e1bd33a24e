package io.imbed.protocol;

import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.RoomSettings.Joining;
import org.jspecify.annotations.Nullable;

/**
 * Parts of {@link RoomSettings} that are to be otherwise; null leaves a part as it is. Ranges are those of PROTOCOL.md,
 * "RoomSettings".
 */
public record SettingsPatch(
        @Nullable Joining join,
        @Nullable Role post,
        @Nullable Role mentionAll,
        @Nullable Boolean receipts,
        @Nullable Boolean typing,
        @Nullable Boolean presence,
        @Nullable History history,
        @Nullable Long recallMs,
        @Nullable Long slowMs,
        @Nullable Long maxMembers,
        @Nullable Long keep,
        @Nullable Long keepMs) {
    /** Changes nothing. */
    public static final SettingsPatch NONE =
            new SettingsPatch(null, null, null, null, null, null, null, null, null, null, null, null);

    /** Throws {@link IllegalArgumentException} naming the value and the limit. */
    public SettingsPatch {
        within("recallMs", recallMs, 0, JsonTreeReader.MAX_INTEGER);
        within("slowMs", slowMs, 0, RoomSettings.MAX_SLOW_MS);
        within("maxMembers", maxMembers, 1, RoomSettings.MAX_MEMBERS);
        within("keep", keep, 0, JsonTreeReader.MAX_INTEGER);
        within("keepMs", keepMs, 0, JsonTreeReader.MAX_INTEGER);
    }

    private static void within(String name, @Nullable Long value, long min, long max) {
        if (value == null || (value >= min && value <= max)) return;
        throw new IllegalArgumentException(name + " is " + value + ", must be " + min + " to " + max);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    public SettingsPatch withJoin(Joining newJoin) {
        return new SettingsPatch(
                newJoin,
                post,
                mentionAll,
                receipts,
                typing,
                presence,
                history,
                recallMs,
                slowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withPost(Role newPost) {
        return new SettingsPatch(
                join,
                newPost,
                mentionAll,
                receipts,
                typing,
                presence,
                history,
                recallMs,
                slowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withMentionAll(Role newMentionAll) {
        return new SettingsPatch(
                join,
                post,
                newMentionAll,
                receipts,
                typing,
                presence,
                history,
                recallMs,
                slowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withReceipts(boolean newReceipts) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                newReceipts,
                typing,
                presence,
                history,
                recallMs,
                slowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withTyping(boolean newTyping) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                receipts,
                newTyping,
                presence,
                history,
                recallMs,
                slowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withPresence(boolean newPresence) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                receipts,
                typing,
                newPresence,
                history,
                recallMs,
                slowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withHistory(History newHistory) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                receipts,
                typing,
                presence,
                newHistory,
                recallMs,
                slowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withRecallMs(long newRecallMs) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                receipts,
                typing,
                presence,
                history,
                newRecallMs,
                slowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withSlowMs(long newSlowMs) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                receipts,
                typing,
                presence,
                history,
                recallMs,
                newSlowMs,
                maxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withMaxMembers(long newMaxMembers) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                receipts,
                typing,
                presence,
                history,
                recallMs,
                slowMs,
                newMaxMembers,
                keep,
                keepMs);
    }

    public SettingsPatch withKeep(long newKeep) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                receipts,
                typing,
                presence,
                history,
                recallMs,
                slowMs,
                maxMembers,
                newKeep,
                keepMs);
    }

    public SettingsPatch withKeepMs(long newKeepMs) {
        return new SettingsPatch(
                join,
                post,
                mentionAll,
                receipts,
                typing,
                presence,
                history,
                recallMs,
                slowMs,
                maxMembers,
                keep,
                newKeepMs);
    }
}
