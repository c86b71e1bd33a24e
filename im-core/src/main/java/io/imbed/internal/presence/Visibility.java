package io.imbed.internal.presence;

import io.imbed.Identity;
import io.imbed.internal.Reading;
import io.imbed.internal.hook.HostCode;
import io.imbed.protocol.Request;
import io.imbed.spi.Storage;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who may know whether somebody is there: the user itself, and whoever shares a room with it, as far as the host's policy
 * has nothing against it. Sharing goes both ways, so one query serves a user who asks about many and many who watch one.
 *
 * <p>Threads: any; stateless.
 */
public final class Visibility {
    private static final int AT_ONCE = 8; // questions to the policy, for one answer

    private final Storage storage;
    private final HostCode host;

    public Visibility(Storage storage, HostCode host) {
        this.storage = storage;
        this.host = host;
    }

    private record Question(Identity who, String whom) {}

    /** Those of {@code users}, at most 100, whom {@code who} may see. */
    public CompletionStage<Set<String>> of(Identity who, List<String> users) {
        return sharing(who.id(), users)
                .thenCompose(shared -> narrowed(
                        shared.stream().map(user -> new Question(who, user)).toList()))
                .thenApply(seen -> {
                    Set<String> visible = new HashSet<>();
                    seen.forEach(each -> visible.add(each.whom()));
                    return visible;
                });
    }

    /** Those of {@code watchers} who may see {@code user}. */
    CompletionStage<Set<Watcher>> among(List<Watcher> watchers, String user) {
        List<String> users =
                watchers.stream().map(each -> each.identity().id()).distinct().toList();
        return shared(user, users, 0, new HashSet<>()).thenCompose(shared -> {
            List<Watcher> near = watchers.stream()
                    .filter(each -> shared.contains(each.identity().id()))
                    .toList();
            return narrowed(near.stream()
                            .map(each -> new Question(each.identity(), user))
                            .toList())
                    .thenApply(allowed -> {
                        Set<Watcher> seeing = new LinkedHashSet<>();
                        for (Watcher each : near) {
                            if (allowed.contains(new Question(each.identity(), user))) seeing.add(each);
                        }
                        return seeing;
                    });
        });
    }

    /** As many queries as there are hundreds of users, one after the other. */
    private CompletionStage<Set<String>> shared(String user, List<String> others, int from, Set<String> found) {
        if (from >= others.size()) return CompletableFuture.completedFuture(found);
        int to = Math.min(others.size(), from + Request.Presence.MAX_USERS);
        return sharing(user, others.subList(from, to)).thenCompose(some -> {
            found.addAll(some);
            return shared(user, others, to, found);
        });
    }

    private CompletionStage<Set<String>> sharing(String user, List<String> users) {
        List<String> others =
                users.stream().filter(other -> !other.equals(user)).toList();
        CompletionStage<? extends Collection<String>> found = others.isEmpty()
                ? CompletableFuture.completedFuture(Set.<String>of())
                : Reading.from(() -> storage.store().sharing(user, others));
        return found.thenApply(some -> {
            Set<String> shared = new LinkedHashSet<>(some);
            if (others.size() < users.size()) shared.add(user);
            return shared;
        });
    }

    private CompletionStage<Set<Question>> narrowed(List<Question> questions) {
        if (!host.narrows()) return CompletableFuture.completedFuture(new HashSet<>(questions));
        return narrowed(questions, 0, new HashSet<>());
    }

    private CompletionStage<Set<Question>> narrowed(List<Question> questions, int from, Set<Question> allowed) {
        if (from >= questions.size()) return CompletableFuture.completedFuture(allowed);
        int to = Math.min(questions.size(), from + AT_ONCE);
        List<CompletableFuture<Boolean>> answers = questions.subList(from, to).stream()
                .map(each -> allows(each).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenCompose(all -> {
                    for (int i = 0; i < answers.size(); i++) {
                        if (answers.get(i).join()) allowed.add(questions.get(from + i));
                    }
                    return narrowed(questions, to, allowed);
                });
    }

    private CompletionStage<Boolean> allows(Question question) {
        // Whether one sees oneself is nobody else's business.
        if (question.who().id().equals(question.whom())) return CompletableFuture.completedFuture(true);
        return host.sees(question.who(), question.whom());
    }
}
