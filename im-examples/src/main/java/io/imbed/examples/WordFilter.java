package io.imbed.examples;

import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.spi.Authenticator;
import io.imbed.transport.ws.WsTransport;
import java.util.regex.Pattern;

/** The host's rules over what is said: a hook that lets through, replaces or rejects, before anything is stored. */
public final class WordFilter {
    private static final Pattern RUDE = Pattern.compile("\\b(darn|heck)\\b", Pattern.CASE_INSENSITIVE);

    private WordFilter() {}

    static Verdict judge(Attempt.Send attempt) {
        String text = attempt.draft().content().fallback();
        if (text.contains("casino")) return Verdict.reject("no advertising here");
        String mild =
                RUDE.matcher(text).replaceAll(match -> "*".repeat(match.group().length()));
        return mild.equals(text)
                ? Verdict.allow()
                : Verdict.replace(attempt.draft().withText(mild));
    }

    static ImServer server(WsTransport transport) {
        return ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .on(BeforeSend.class, WordFilter::judge)
                .transport(transport)
                .build();
    }

    public static void main(String[] args) throws Exception {
        ImServer chat = server(WsTransport.on(8081));
        chat.rooms().create(NewRoom.channel("general").title("General"));
        chat.start();
    }
}
