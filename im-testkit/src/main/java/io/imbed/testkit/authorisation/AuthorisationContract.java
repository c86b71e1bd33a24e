package io.imbed.testkit.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.Request;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Transport;
import io.imbed.testkit.TransportContract.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * What everybody may do in every kind of room, over the real wire of a {@link Transport} and with a whole server behind it:
 * each cell of {@code policy.txt}, which says it; what one may not know of is byte for byte like what is not there; and
 * secrets are told to nobody, whoever shows them and however.
 *
 * <p>Extend it, give it a transport that has not been started and a client for it. Listening to logs takes logback, in
 * tests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES) // more than two thousand requests, some over wires that poll
public abstract class AuthorisationContract {
    /** Of no room, and open to every user. */
    private static final List<Speaker.Request> OF_NO_ROOM = List.of(
            new Speaker.Request("ping", ""),
            new Speaker.Request("auth", "\"token\":\"" + Secrets.token("stranger") + "\""),
            new Speaker.Request("room.create", "\"kind\":\"GROUP\""),
            new Speaker.Request("room.list", ""),
            new Speaker.Request("presence", "\"users\":[\"member\"]"),
            new Speaker.Request("sessions", ""),
            new Speaker.Request("signout", "\"session\":\"nobodys\""));

    private static final String UNAUTHENTICATED = "\"code\":\"UNAUTHENTICATED\"";

    private final Overheard overheard = new Overheard();
    private Company company;
    private Venue venue;

    /** A fresh transport on the loopback address, on any free port. Called once. */
    protected abstract Transport transport() throws Exception;

    /** Connects a client that shows these headers. */
    protected abstract Wire connect(Transport started, Map<String, String> headers) throws Exception;

    /** Ends what {@link #transport} has started beside the transport. Called once, last of all. */
    protected void release() throws Exception {}

    @BeforeAll
    void start() throws Exception {
        Transport transport = transport();
        company = new Company(transport, headers -> connect(transport, headers), overheard);
        venue = new Venue(company);
    }

    @AfterAll
    void stop() throws Exception {
        company.close();
        overheard.close();
        release();
    }

    @Test
    void everybodyMayDoWhatTheTableSaysAndNothingElse() throws Exception {
        assertThat(new Matrix(company, venue).deviations()).isEmpty();
    }

    @Test
    void everyOperationHasARowForEachKindOfRoom() {
        FrameCodec codec = new FrameCodec(JsonLimits.DEFAULT);
        Map<String, String> types = new HashMap<>();
        Acts.BY_NAME.values().forEach(act -> {
            String arguments = act.arguments().replaceAll("\\$[A-Z]+", "1");
            types.put(
                    act.op(),
                    codec.decodeRequest(line(act.op(), Act.on("r", arguments)))
                            .getClass()
                            .getSimpleName());
        });
        for (RoomKind kind : RoomKind.values()) {
            assertThat(PolicyTable.cells().stream()
                            .filter(cell -> cell.kind() == kind)
                            .map(cell -> types.get(Acts.named(cell.act()).op()))
                            .distinct())
                    .as(kind.name())
                    .containsExactlyInAnyOrderElementsOf(records(Request.InRoom.class));
        }

        List<String> all = new ArrayList<>(types.values());
        OF_NO_ROOM.forEach(
                each -> all.add(codec.decodeRequest(each.line(1)).getClass().getSimpleName()));
        all.add(Request.Hello.class.getSimpleName());
        assertThat(all).containsExactlyInAnyOrderElementsOf(records(Request.class));
    }

    private static List<String> records(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isInterface() ? records(type).stream() : Stream.of(type.getSimpleName()))
                .toList();
    }

    private static String line(String op, String arguments) {
        return new Speaker.Request(op, arguments).line(1);
    }

    @Test
    void roomThatOneMayNotKnowOfIsByteForByteLikeNone() throws Exception {
        String group = venue.make(RoomKind.GROUP);
        // Whatever is looked at too early refuses here, and shows by it that there is a room.
        String strict = venue.make(RoomKind.GROUP, Likeness.STRICT);
        String direct = venue.make(RoomKind.DIRECT);
        String ended = venue.make(RoomKind.CHANNEL);
        venue.open();
        company.host(company.server().rooms().delete(ended));
        for (Standing who : List.of(Standing.STRANGER, Standing.LEFT, Standing.KICKED, Standing.BANNED)) {
            Likeness likeness = new Likeness(company, who.user());
            for (String hidden : List.of(group, strict, direct, ended)) {
                assertThat(likeness.differences(venue.room(hidden)))
                        .as(who + " of " + hidden)
                        .isEmpty();
            }
        }
    }

    @Test
    void whoHasNotSaidHelloLearnsNothing() throws Exception {
        String group = venue.make(RoomKind.GROUP);
        String channel = venue.make(RoomKind.CHANNEL);
        venue.open();
        for (String room : List.of(group, channel)) {
            List<Speaker.Request> requests = new ArrayList<>(OF_NO_ROOM);
            for (Act each : Acts.BY_NAME.values()) {
                requests.add(new Speaker.Request(each.op(), each.in(venue.room(room), "owner")));
            }
            Speaker nobody = company.connect();

            List<String> differences =
                    new Twins(nobody, company.connect()).differences(requests, room, Venue.absent(room));

            assertThat(differences).isEmpty();
            assertThat(nobody.heard()).hasSize(requests.size() + 1).allMatch(line -> line.contains(UNAUTHENTICATED));
        }
    }

    @Test
    void whatIsOfOtherUsersIsByteForByteLikeWhatIsNot() throws Exception {
        String session = company.signIn("elsewhere")
                .ask("sessions", "")
                .getAsJsonArray("sessions")
                .get(0)
                .getAsJsonObject()
                .get("session")
                .getAsString();
        String noSession = "n" + session.substring(1);
        Speaker curious = company.signIn("alone");

        List<String> differences = new ArrayList<>(new Twins(curious, company.signIn("alone"))
                .differences(
                        List.of(new Speaker.Request("signout", "\"session\":\"" + session + "\"")),
                        session,
                        noSession));
        differences.addAll(new Twins(company.signIn("alone"), company.signIn("alone"))
                .differences(
                        List.of(new Speaker.Request("presence", "\"users\":[\"elsewhere\"],\"watch\":true")),
                        "elsewhere",
                        "never-was"));

        assertThat(differences).isEmpty();
        assertThat(curious.heard().get(1)).contains("NOT_FOUND");
        assertThat(company.server().sessions().of("elsewhere")).hasSize(1);
    }

    @Test
    void secretsOfDamagedAndRefusedRequestsAreToldToNobody() throws Exception {
        for (String line : Damage.LINES) {
            Speaker speaker = company.connect();

            speaker.say(line);

            assertThat(speaker.reply(line.contains("\"id\":7") ? 7 : 0)).contains("\"error\"");
        }
        for (String user : List.of("no id!", Company.AUTHENTICATOR_FAILS, Company.HOOK_FAILS)) {
            Speaker speaker = company.connect();

            JsonObject answer = speaker.ask("hello", Company.hello(user));

            assertThat(answer.has("error")).as(user).isTrue();
            assertThat(speaker.awaitClose()).isIn(CloseReason.OVERLOADED.code(), CloseReason.UNAUTHENTICATED.code());
        }
        assertThat(overheard.log())
                .as("that they failed")
                .anyMatch(line -> line.contains("sign-in"))
                .anyMatch(line -> line.contains("BeforeConnect"));
        Speaker member = company.signIn("member");
        assertThat(member.ask("auth", "\"token\":\"" + Secrets.TOKEN + "\"").has("error"))
                .isTrue();
        assertThat(member.ask("auth", "\"token\":\"" + Secrets.token("owner") + "\"")
                        .has("error"))
                .isTrue();
        assertThat(overheard.hooks()).as("what hooks are told").isNotEmpty();
        assertThat(overheard.metrics()).as("what is counted").isNotEmpty();
    }

    @AfterEach
    void secretsWereToldToNobody() {
        List<String> told = new ArrayList<>(overheard.all());
        company.speakers().forEach(each -> told.addAll(each.heard()));
        for (String secret : Secrets.KEPT) {
            assertThat(told.stream().filter(line -> line.contains(secret))).isEmpty();
        }

        List<String> amiss = new ArrayList<>(overheard.all());
        told.stream().filter(line -> line.contains("\"error\"")).forEach(amiss::add);
        assertThat(amiss.stream().filter(line -> line.contains(Secrets.BODY))).isEmpty();
    }
}
