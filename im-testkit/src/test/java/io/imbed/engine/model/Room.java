package io.imbed.engine.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A room as the model keeps it, and as people see it. */
final class Room {
    static final long FOR_GOOD = 9007199254740991L;

    final String id;
    final String kind;
    final String maker;
    final String epoch;
    /** In a LIVE room those alone who run it. */
    final Map<String, Member> members = new TreeMap<>();
    /** Of a LIVE room, who has sessions that follow it, those who run it included. */
    final Map<String, Attendee> present = new TreeMap<>();
    /** By user: by, at, until?, reason? as {@code bans} shows them. */
    final Map<String, JsonObject> bans = new TreeMap<>();
    /** Until when users may not speak, members or not. */
    final Map<String, Long> mutes = new HashMap<>();

    final List<Post> posts = new ArrayList<>();
    final List<Happening> log = new ArrayList<>();
    /** The last message that is not kept any more, and the last event. */
    private long lostSeq;

    private long lostRev;
    JsonObject settings;
    long configuredAt;

    /** When members last said something in slow mode. */
    final Map<String, Long> spoke = new HashMap<>();

    String title;
    long madeAt;
    /** When sessions last came to a LIVE room, or went. */
    long countedAt;

    Room(String id, String kind, String maker, String epoch) {
        this.id = id;
        this.kind = kind;
        this.maker = maker;
        this.epoch = epoch;
        this.settings = Settings.preset(kind);
    }

    long setting(String part) {
        return settings.get(part).getAsLong();
    }

    boolean isSet(String part) {
        return settings.get(part).getAsBoolean();
    }

    /** With its history since joining, what was said before does not exist for a member; the host sees all. */
    boolean hides(String user, long seq) {
        Member member = member(user);
        return member != null && settings.get("history").getAsString().equals("joined") && seq <= member.joinedSeq;
    }

    boolean isDirect() {
        return kind.equals("DIRECT");
    }

    boolean isLive() {
        return kind.equals("LIVE");
    }

    /** Anybody may know of it, and become a member or attend. */
    boolean isOpen() {
        return kind.equals("CHANNEL") || isLive();
    }

    /** Also one who attends, who may do what a plain member may. */
    Member member(String user) {
        Member member = members.get(user);
        if (member != null || !present.containsKey(user)) return member;
        return present.get(user).member;
    }

    /** Members, and who attends. */
    Set<String> users() {
        Set<String> users = new HashSet<>(members.keySet());
        users.addAll(present.keySet());
        return users;
    }

    /** Whether it is told what happens here. */
    boolean follows(Device device) {
        if (!isLive()) return device.isConnected() && members.containsKey(device.user);
        Attendee attendee = present.get(device.user);
        return attendee != null && attendee.devices.contains(device);
    }

    /** Members, or of a LIVE room the sessions that follow it. */
    int count() {
        return isLive()
                ? present.values().stream()
                        .mapToInt(each -> each.devices.size())
                        .sum()
                : members.size();
    }

    long rev() {
        return log.size();
    }

    long seq() {
        return posts.size();
    }

    /** Counted back from the last message; -1 is one that is not there. */
    static long seq(Room room, int back) {
        return room == null ? 1 : Math.max(1, room.seq() - back);
    }

    /** The same among those of one sender, if it has sent any. */
    static long seq(Room room, Who who, int back) {
        if (room == null) return 1;
        List<Post> own = room.posts.stream()
                .filter(post -> post.sender.equals(who.user()))
                .toList();
        return own.isEmpty() || back < 0 ? seq(room, back) : own.get(Math.max(0, own.size() - 1 - back)).seq;
    }

    /** Only the newest are kept, as many as the settings say; with the others go the events before theirs. */
    void trim() {
        long keep = setting("keep");
        while (keep > 0 && seq() - lostSeq > keep) {
            lostSeq++;
            lostRev = Math.max(lostRev, posts.get((int) lostSeq - 1).shownRev);
        }
    }

    /** Null if there is none, or none any more. */
    Post post(long seq) {
        return isLost(seq) || seq < 1 || seq > seq() ? null : posts.get((int) seq - 1);
    }

    boolean isLost(long seq) {
        return seq <= lostSeq;
    }

    /** Whether the events after this one can be told. */
    boolean isWithinReach(long afterRev) {
        return afterRev >= lostRev && afterRev <= rev();
    }

    /** What is kept. */
    List<Post> posts() {
        return posts.subList((int) lostSeq, posts.size());
    }

    /** Null if it was never sent, or is not kept any more. */
    Post sent(String sender, String cid) {
        return posts().stream()
                .filter(post -> post.sender.equals(sender) && post.cid().equals(cid))
                .findFirst()
                .orElse(null);
    }

    boolean isMuted(String user, long now) {
        Long until = mutes.get(user);
        return until != null && until > now;
    }

    boolean isBanned(String user, long now) {
        JsonObject ban = bans.get(user);
        return ban != null && (!ban.has("until") || ban.get("until").getAsLong() > now);
    }

    /** The first message that may be seen. */
    long first(String user) {
        Member member = member(user);
        long seen = member != null && hides(user, member.joinedSeq) ? member.joinedSeq + 1 : 1;
        return Math.max(seen, lostSeq + 1);
    }

    /** When something last happened here. */
    long changedAt() {
        return log.isEmpty() ? madeAt : log.get(log.size() - 1).at();
    }

    List<JsonElement> events(long afterRev, String user) {
        List<JsonElement> events = new ArrayList<>();
        for (Happening each : log) if (each.rev() > afterRev) events.add(each.view(user));
        return events;
    }

    JsonObject card() {
        JsonObject card = new JsonObject();
        card.addProperty("id", id);
        card.addProperty("kind", kind);
        if (title != null) card.addProperty("title", title);
        card.addProperty("members", count());
        return card;
    }

    /** As this user sees it, member or not. */
    JsonObject view(String user) {
        return view(user, rev());
    }

    JsonObject view(String user, long rev) {
        JsonObject view = card();
        Member member = member(user);
        if (member == null) return view;
        if (isDirect()) {
            for (String other : members.keySet()) if (!other.equals(user)) view.addProperty("peer", other);
        }
        view.addProperty("epoch", epoch);
        view.addProperty("rev", rev);
        view.addProperty("seq", seq());
        view.addProperty("joinedSeq", member.joinedSeq);
        view.addProperty("read", member.read);
        view.addProperty("unread", Math.max(0, seq() - Math.max(member.read, member.joinedSeq)));
        view.addProperty("mentions", members.containsKey(user) ? mentions(member) : 0);
        view.addProperty("role", member.role);
        if (mutes.containsKey(user)) view.addProperty("mutedUntil", mutes.get(user));
        if (!posts.isEmpty() && !hides(user, seq()))
            view.add("last", posts.get(posts.size() - 1).brief());
        view.addProperty("durability", "none");
        JsonObject own = Settings.other(settings, Settings.preset(kind));
        if (!own.isEmpty()) view.add("settings", own);
        JsonObject mine = Settings.other(member.mine, Settings.OWN);
        if (!mine.isEmpty()) view.add("mine", mine);
        return view;
    }

    /** As who is no member sees it, also if it attends. */
    JsonObject listed(String user) {
        return members.containsKey(user) ? view(user) : card();
    }

    private long mentions(Member member) {
        return unread(member).stream()
                .filter(post -> post.mentions(member.user))
                .count();
    }

    private List<Post> unread(Member member) {
        return posts().stream()
                .filter(post -> post.seq > member.read && post.seq > member.joinedSeq)
                .toList();
    }
}
