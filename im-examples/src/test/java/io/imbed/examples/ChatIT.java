package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.client.ImClient;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.testkit.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terminal client as a process, with pipes for a terminal. */
class ChatIT {
    private static JarProcess chat(URI server, String user, String... more) throws IOException, InterruptedException {
        String[] args = new String[5 + more.length];
        System.arraycopy(new String[] {"chat", "--url", server.toString(), "--user", user}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        JarProcess process = JarProcess.start(args);
        process.lineWith("-- you are in ");
        return process;
    }

    private static URI through(FaultProxy proxy) {
        return URI.create("ws://127.0.0.1:" + proxy.port() + "/im");
    }

    private static List<String> textsIn(URI server, String room) throws Exception {
        try (ImClient reader = ImClient.builder(server).token("guest:reader").build()) {
            reader.connect();
            reader.room(room).join().toCompletableFuture().get(30, TimeUnit.SECONDS);
            return reader
                    .room(room)
                    .history(Anchor.LATEST, 100)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .messages()
                    .stream()
                    .map(ChatIT::text)
                    .toList();
        }
    }

    private static String text(Message message) {
        return message.content() == null ? "" : message.content().fallback();
    }

    /** The id of the session that is listed and is not the one that lists. */
    private static String forgottenOf(JarProcess lister) throws InterruptedException {
        String line = lister.line(told -> told.contains(", since ") && !told.endsWith(", this one"));
        return line.substring("-- ".length(), line.indexOf(','));
    }

    @Test
    void twoTerminalsTalk() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = chat(server.ws(), "alice");
                JarProcess bob = chat(server.ws(), "bob")) {
            alice.type("hello, bøb");
            bob.line(line -> line.matches("\\d\\d:\\d\\d alice: hello, bøb"));
            alice.lineWith("-- sent #1");
            bob.type("hello yourself");
            alice.line(line -> line.matches("\\d\\d:\\d\\d bob: hello yourself"));
            bob.type("/edit 2 hello, alice");
            alice.lineWith("bob changed #2: hello, alice");
            bob.type("/edit 1 not mine");
            bob.lineWith("-- cannot change #1: ");
            bob.type("/recall 2");
            alice.lineWith("bob took back #2");
            bob.type("/kick alice");
            bob.lineWith("-- /kick alice: ");
            bob.type("/typing");
            alice.line(line -> line.matches("-- \\d\\d:\\d\\d bob is typing …"));
            bob.type("/who");
            bob.lineWith("-- alice, member, here");

            bob.type("/quit");

            assertThat(bob.exitCode()).isZero();
            assertThat(alice.lines()).noneMatch(line -> line.contains("alice: hello"));
        }
    }

    @Test
    void whoComesLaterSeesWhatWasSaid() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = chat(server.ws(), "alice")) {
            alice.type("early");
            alice.lineWith("-- sent #1");

            try (JarProcess bob = chat(server.ws(), "bob")) {
                bob.lineWith("alice: early");
            }
        }
    }

    @Test
    void roomsAreMadeJoinedAndLeft() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = chat(server.ws(), "alice");
                JarProcess bob = chat(server.ws(), "bob")) {
            alice.type("/create dev");
            alice.lineWith("-- you are in dev");
            bob.type("/rooms");
            bob.lineWith("-- you could join dev");
            bob.type("/join dev");
            bob.type("typed while joining");
            alice.lineWith("bob: typed while joining");
            bob.type("/leave");
            alice.lineWith("bob left");
            bob.type("to nobody");
            bob.lineWith("-- you are in no room");
            bob.type("/join general");
            bob.type("back again");
            alice.lineWith("[general] bob: back again");
            alice.type("in dev still");
            alice.lineWith("-- sent #2");
            alice.type("/history 1");

            alice.lineWith("-- the last 1 messages:");
            alice.lineWith("alice: in dev still");
            assertThat(bob.lines()).noneMatch(line -> line.contains("in dev still"));
        }
    }

    @Test
    void roomIsRunByItsOwner() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = chat(server.ws(), "alice");
                JarProcess bob = chat(server.ws(), "bob")) {
            alice.type("/create dev");
            alice.lineWith("-- you are in dev");
            bob.type("/join dev");
            bob.lineWith("-- you are in dev");
            alice.type("/title Development");
            bob.lineWith("the room is called Development now");
            alice.type("/slow 3600");
            bob.lineWith("alice lets each member send once in 3600 s");
            alice.type("/slow often");
            alice.lineWith("-- /slow takes a number of seconds from 0 to 86400");
            alice.type("/bans");
            alice.lineWith("-- nobody is banned");
            bob.type("/bans");
            bob.lineWith("-- cannot see who is banned: ");
            bob.type("/title Mine");
            bob.lineWith("-- cannot change the title: ");
            bob.type("/slow 0");
            bob.lineWith("-- cannot make it slow: ");
            alice.type("/ban bob");
            bob.lineWith("-- you are no longer in dev");
            alice.type("/bans");
            alice.lineWith("-- bob, banned by alice");
        }
    }

    @Test
    void messagesAreMarkedAndRoomsSetForOneself() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = chat(server.ws(), "alice");
                JarProcess bob = chat(server.ws(), "bob")) {
            alice.type("/create dev");
            alice.lineWith("-- you are in dev");
            bob.type("/join dev");
            bob.lineWith("-- you are in dev");
            alice.type("lunch?");
            bob.lineWith("alice: lunch?");
            bob.type("/react 1 yes");
            alice.lineWith("bob reacted to #1: yes");
            alice.type("/pin 1");
            bob.lineWith("alice pinned #1");
            bob.type("/pins");
            bob.lineWith("alice: lunch?");
            bob.type("/pin 1");
            bob.lineWith("-- /pin #1: ");
            bob.type("/notify loudly");
            bob.lineWith("-- /notify takes all, mentions or nothing");
            bob.type("/notify mentions");
            bob.lineWith("-- done");
            bob.type("/hide");
            bob.type("/readers 9");
            bob.lineWith("-- cannot see who has read #9: ");
        }
    }

    @Test
    void sessionsAreSeenAndEnded() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = chat(server.ws(), "alice");
                JarProcess forgotten = chat(server.ws(), "alice");
                JarProcess bob = chat(server.ws(), "bob")) {
            bob.type("/presence alice nobody");
            bob.lineWith("-- alice, online");
            bob.lineWith("-- nobody, offline");
            bob.type("/presence");
            bob.lineWith("-- /presence takes users' ids");
            alice.type("/sessions");
            String session = forgottenOf(alice);
            alice.lineWith(", this one");
            alice.type("/signout mistyped");
            alice.lineWith("-- /signout mistyped: ");

            alice.type("/signout " + session);

            alice.lineWith("-- " + session + " is signed out");
            assertThat(forgotten.exitCode()).isEqualTo(1);
            try (JarProcess again = chat(server.ws(), "alice")) {
                alice.type("/signout");
                alice.lineWith("-- all others are signed out");
                assertThat(again.exitCode()).isEqualTo(1);
            }
            bob.type("still there?");
            alice.lineWith("bob: still there?");
        }
    }

    @Test
    void terminalIsNotSteeredByWhatOthersWrite() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess bob = chat(server.ws(), "bob");
                RawSocket alice = RawSocket.open(server.ws())) {
            alice.send("{\"op\":\"hello\",\"id\":1,\"v\":1,\"token\":\"guest:alice\"}");
            alice.send("{\"op\":\"join\",\"id\":2,\"room\":\"general\"}");
            alice.reply(2);

            alice.send("{\"op\":\"send\",\"id\":3,\"room\":\"general\",\"cid\":\"c-1\","
                    + "\"content\":{\"type\":\"text\",\"text\":\"\\u001b[2J\\r00:00 root: hi\\u009b\\u202e\"}}");

            bob.lineWith("alice: <U+001B>[2J<U+000D>00:00 root: hi<U+009B><U+202E>");
        }
    }

    @Test
    void lineTypedWithoutAConnectionIsSentOnceWhenItIsBack() throws Exception {
        try (JarServer server = JarServer.start();
                FaultProxy proxy = FaultProxy.to(server.ws().getPort());
                JarProcess alice = chat(through(proxy), "alice");
                JarProcess bob = chat(server.ws(), "bob")) {
            alice.type("before");
            bob.lineWith("alice: before");
            proxy.refuse(true);
            proxy.links().forEach(FaultProxy.Link::cut);
            alice.lineWith("-- connection lost, trying again in ");

            alice.type("while away");
            bob.type("meanwhile");
            bob.lineWith("-- sent #2");
            proxy.refuse(false);

            alice.lineWith("-- back");
            alice.lineWith("bob: meanwhile");
            bob.lineWith("alice: while away");
            alice.lineWith("-- sent #3");
            assertThat(textsIn(server.ws(), "general")).containsExactly("before", "meanwhile", "while away");
            assertThat(alice.lines())
                    .filteredOn(line -> line.contains("bob: meanwhile"))
                    .hasSize(1);
        }
    }

    @Test
    void terminalComesBackToAServerThatWasStartedAnew() throws Exception {
        JarServer first = JarServer.start("--drain", "1s");
        try (first;
                JarProcess alice = chat(first.ws(), "alice")) {
            alice.type("one");
            alice.lineWith("-- sent #1");
            first.process().terminate();
            assertThat(first.process().exitCode()).isZero();
            alice.lineWith("-- connection lost (server restarts), trying again in ");
            alice.type("typed in between");
            alice.type("and more");
            alice.type("and still more");

            try (JarServer second = JarServer.startOn(first.ws().getPort())) {
                alice.lineWith("-- back");
                alice.type("two");

                alice.lineWith("-- sent #4");
                assertThat(textsIn(second.ws(), "general"))
                        .containsExactly("typed in between", "and more", "and still more", "two");
            }
        }
    }

    @Test
    void pipeEndsWhenAllItBroughtIsSent() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = chat(server.ws(), "alice")) {
            for (int i = 1; i <= 30; i++) alice.type("line " + i); // more than the rate allows at once
            alice.endInput();

            assertThat(alice.exitCode()).isZero();
            assertThat(alice.lines()).contains("-- sent #30").noneMatch(line -> line.contains("not sent"));
            assertThat(textsIn(server.ws(), "general")).hasSize(30).endsWith("line 29", "line 30");
        }
    }

    @Test
    void lineThatASlowRoomKeepsWaitingIsToldAndAlsoAtTheEndOfThePipe() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = chat(server.ws(), "alice");
                JarProcess bob = chat(server.ws(), "bob")) {
            alice.type("/create dev");
            alice.lineWith("-- you are in dev");
            alice.type("/slow 3600");
            alice.lineWith("alice lets each member send once in 3600 s");
            bob.type("/join dev");
            bob.lineWith("-- you are in dev");
            bob.type("one");
            bob.type("two");
            bob.lineWith("-- sent #1");
            bob.line(line -> line.matches(
                    "-- not sent yet, room dev is in slow mode: a message every 3600000 ms; again in \\d{4} s: two"));
            bob.endInput();

            assertThat(bob.exitCode()).isEqualTo(1);
            assertThat(bob.lines())
                    .anyMatch(line -> line.matches(
                            "-- 1 not sent: room dev is in slow mode: a message every 3600000 ms, \\d{4} s more"));
        }
    }

    @Test
    void roomThatIsNotThereEndsItWithASentence() throws Exception {
        try (JarServer server = JarServer.start();
                JarProcess alice = JarProcess.start(
                        "chat", "--url", server.ws().toString(), "--user", "alice", "--room", "nowhere")) {
            assertThat(alice.exitCode()).isEqualTo(1);
            assertThat(alice.lineWith("-- cannot join nowhere: ")).isNotBlank();
        }
    }

    @Test
    void tokensOfTheHostLetInAndOthersDoNot(@TempDir Path folder) throws Exception {
        String secret = "9f86d081884c7d659a2feaa0c55ad015";
        TokenAuth host = new TokenAuth(secret.getBytes(StandardCharsets.US_ASCII));
        Path secretFile = Files.writeString(folder.resolve("secret"), secret + "\n");
        Path token = Files.writeString(
                folder.resolve("token"),
                host.tokenFor("u-1", "Alice", Instant.now().plusSeconds(600)));
        Path ended = Files.writeString(
                folder.resolve("ended"),
                host.tokenFor("u-1", "Alice", Instant.now().minusSeconds(1)));
        try (JarServer server = JarServer.start("--auth", "jwt:" + secretFile);
                JarProcess alice =
                        JarProcess.start("chat", "--url", server.ws().toString(), "--token-file", token.toString());
                JarProcess late =
                        JarProcess.start("chat", "--url", server.ws().toString(), "--token-file", ended.toString());
                JarProcess guest = JarProcess.start("chat", "--url", server.ws().toString(), "--user", "alice")) {
            alice.lineWith("-- connected as Alice");
            alice.lineWith("-- you are in general");
            for (JarProcess refused : List.of(late, guest)) {
                assertThat(refused.exitCode()).isEqualTo(1);
                assertThat(refused.lineWith("-- giving up: ")).isNotBlank();
            }
        }
    }
}
