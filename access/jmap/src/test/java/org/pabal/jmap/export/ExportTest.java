// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.http.HttpExchange;
import org.pabal.http.testing.FakeExchange;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.export.ExportStage.Leaving;
import org.pabal.jmap.protocol.RequestError;
import org.pabal.jmap.testing.BrowserUser;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.UidSet;

class ExportTest {
    private static final String HELLO =
            "From: Carol <carol@example.net>\r\nSubject: 안녕/하세요?\r\n\r\nHi\r\nFrom here\r\n>From"
                    + " there\r\n";
    private static final String ALL_MBOX = "{\"format\":\"mbox\"}";

    private final ExportStage stage = new ExportStage();

    @AfterEach
    void close() {
        stage.close();
    }

    private String inbox() {
        return ObjectIds.of(stage.mailbox("alice", "INBOX").id());
    }

    private String ofInbox(String format) {
        return "{\"format\":\"" + format + "\",\"mailboxId\":\"" + inbox() + "\"}";
    }

    private static String text(FakeExchange exchange) {
        return new String(exchange.sent(), StandardCharsets.UTF_8);
    }

    private static HttpExchange leaving(String path, Leaving out) {
        FakeExchange request = FakeExchange.get(path);
        return (HttpExchange)
                Proxy.newProxyInstance(
                        HttpExchange.class.getClassLoader(),
                        new Class<?>[] {HttpExchange.class},
                        (_, method, arguments) ->
                                method.getName().equals("stream")
                                        ? out
                                        : method.invoke(request, arguments));
    }

    /// RFC 4155 appendix A.
    @Test
    void aMailboxIsOneMboxFile() throws Exception {
        stage.append("alice", "INBOX", Flags.of("\\Seen", "\\Flagged", "$Work"), HELLO);
        stage.append(
                "alice",
                "INBOX",
                Flags.NONE,
                "Return-Path: <bounce@example.net>\r\nFrom: x@example.net\r\n");
        FakeExchange answer = stage.export("alice", ofInbox("mbox"));
        assertThat(text(answer))
                .isEqualTo(
                        """
                        From carol@example.net Sun Mar  1 12:00:00 2026
                        From: Carol <carol@example.net>
                        Subject: 안녕/하세요?
                        Status: RO
                        X-Status: F
                        X-Keywords: $Work

                        Hi
                        >From here
                        >>From there

                        From bounce@example.net Sun Mar  1 12:00:00 2026
                        Return-Path: <bounce@example.net>
                        From: x@example.net
                        Status: O
                        X-Status:\s
                        X-Keywords:\s

                        """);
        assertThat(answer.answered("Content-Type")).isEqualTo("application/mbox");
        assertThat(answer.answered("Content-Disposition"))
                .startsWith("attachment; filename=\"INBOX-2026-03-01.mbox\"");
    }

    @Test
    void anAccountIsAZipOfFilesInFolders() throws Exception {
        stage.given("alice has the mailbox 일감/con");
        stage.append("alice", "일감/con", Flags.NONE, HELLO);
        Map<String, String> files = stage.unzipped(stage.export("alice", ALL_MBOX).sent());
        assertThat(files).containsKeys("INBOX.mbox", "Sent.mbox", "일감.mbox", "일감/_con.mbox");
        assertThat(files.get("일감/_con.mbox")).startsWith("From carol@example.net ");
        assertThat(files.get("INBOX.mbox")).isEmpty();
        assertThat(new ArrayList<>(files.keySet()).getLast()).isEqualTo("export-report.txt");
        assertThat(files.get("export-report.txt")).contains("1 messages", "메일 alice");
    }

    @Test
    void messagesAreFilesOctetByOctet() throws Exception {
        stage.append("alice", "INBOX", Flags.NONE, HELLO);
        Map<String, String> files =
                stage.unzipped(stage.export("alice", "{\"format\":\"eml\"}").sent());
        assertThat(files).containsKeys("INBOX/", "Trash/");
        String name =
                files.keySet().stream().filter(each -> each.endsWith(".eml")).findFirst().get();
        assertThat(name).matches("INBOX/2026-03-01_120000_안녕_하세요_+_M\\d+\\.eml");
        assertThat(files.get(name)).isEqualTo(HELLO);
    }

    @Test
    void jmapHasEachMessageOnceAndAllElse() throws Exception {
        stage.append("alice", "INBOX", Flags.of("\\Seen"), HELLO);
        stage.mailboxes("alice")
                .copy(
                        stage.mailbox("alice", "INBOX").id(),
                        UidSet.of(1),
                        stage.mailbox("alice", "Archive").id());
        stage.scripts()
                .put(
                        stage.account("alice"),
                        org.pabal.mda.scripts.ScriptName.parse("my?rules").orElseThrow(),
                        "keep;\r\n".getBytes(StandardCharsets.UTF_8));
        Map<String, String> files =
                stage.unzipped(stage.export("alice", "{\"format\":\"jmap\"}").sent());
        assertThat(files.keySet().stream().filter(each -> each.startsWith("emails/"))).hasSize(1);
        assertThat(files.get("emails.jsonl"))
                .containsOnlyOnce("\n")
                .contains(
                        "\"keywords\":{\"$seen\":true}",
                        "\"receivedAt\":\"2026-03-01T12:00:00Z\"",
                        "\"" + inbox() + "\":true",
                        "\"file\":\"emails/M");
        assertThat(files.get("mailboxes.json")).contains("\"inbox\"", "\"archive\"");
        assertThat(files.get("identities.json")).contains("alice@example.org");
        assertThat(files.get("vacation.json")).contains("\"isEnabled\" : false");
        assertThat(files.get("sieve/my_rules.sieve")).isEqualTo("keep;\r\n");
        assertThat(files.get("sieve.json")).contains("\"my?rules\"", "\"sieve/my_rules.sieve\"");
        assertThat(files.get("export.json")).contains("\"version\" : 1");
    }

    @Test
    void aTicketIsGoodOnceSoonAndInOneBrowser() throws Exception {
        BrowserUser alice = stage.user("alice");
        String path = stage.ticket(alice, ALL_MBOX);
        BrowserUser elsewhere = new BrowserUser(alice.account(), Optional.of("another"));
        assertThatThrownBy(() -> stage.fetch(stage.user("bob"), FakeExchange.get(path)))
                .isInstanceOf(RequestError.class);
        assertThatThrownBy(() -> stage.fetch(elsewhere, FakeExchange.get(path)))
                .isInstanceOf(RequestError.class);
        stage.fetch(alice, FakeExchange.get(path));
        assertThatThrownBy(() -> stage.fetch(alice, FakeExchange.get(path)))
                .isInstanceOf(RequestError.class);
        String late = stage.ticket(alice, ALL_MBOX);
        stage.clock.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> stage.fetch(alice, FakeExchange.get(late)))
                .isInstanceOf(RequestError.class);
    }

    @Test
    void onlyTheOwnerInABrowserWhoHasShownWhoItIs() {
        BrowserUser alice = stage.user("alice");
        assertThatThrownBy(() ->
                        stage.create(new BrowserUser(alice.account(), Optional.empty()), ALL_MBOX))
                .isInstanceOf(MethodError.class)
                .hasMessage("forbidden");
        stage.confirmed = false;
        assertThatThrownBy(() -> stage.create(alice, ALL_MBOX))
                .isInstanceOf(MethodError.class)
                .hasMessage("stepUpRequired");
        assertThatThrownBy(() -> stage.create(alice, "{\"format\":\"pst\"}"))
                .isInstanceOf(MethodError.class)
                .hasMessage("invalidArguments");
        assertThatThrownBy(() -> stage.create(alice, "{\"format\":\"eml\",\"mailboxId\":\"F999\"}"))
                .isInstanceOf(MethodError.class)
                .hasMessage("invalidArguments");
    }

    @Test
    void itSaysHowMuchWillCome() throws Exception {
        stage.append("alice", "INBOX", Flags.NONE, HELLO);
        stage.append("alice", "INBOX", Flags.of("\\Deleted"), HELLO);
        var created = stage.create(stage.user("alice"), ofInbox("mbox"));
        assertThat(created.path("count").asInt()).isEqualTo(1);
        assertThat(created.path("sizeEstimate").asLong()).isGreaterThan(HELLO.length());
        assertThat(created.path("expiresAt").asString()).isEqualTo("2026-03-01T12:02:00Z");
        assertThat(stage.create(stage.user("alice"), "{\"format\":\"jmap\"}").path("count").asInt())
                .isEqualTo(1);
    }

    @Test
    void aClientThatGoesLeavesNothingOpen() throws Exception {
        for (int i = 0; i < 300; i++) {
            stage.append("alice", "INBOX", Flags.NONE, HELLO + "x".repeat(5_000) + i + "\r\n");
        }
        BrowserUser alice = stage.user("alice");
        for (int i = 0; i < 3; i++) {
            Leaving out = new Leaving(200_000, () -> {});
            HttpExchange exchange = leaving(stage.ticket(alice, ofInbox("mbox")), out);
            assertThatThrownBy(() -> stage.fetch(alice, exchange)).hasMessageContaining("gone");
            // Closed, it would be taken for whole.
            assertThat(out.closed).isFalse();
        }
        assertThat(text(stage.export("alice", ofInbox("mbox"))).split("\nFrom carol")).hasSize(300);
    }

    @Test
    void twoAreMadeAtATime() throws Exception {
        BrowserUser alice = stage.user("alice");
        List<String> refused = new ArrayList<>();
        Runnable third =
                () -> {
                    try {
                        stage.fetch(alice, FakeExchange.get(stage.ticket(alice, ALL_MBOX)));
                    } catch (RequestError error) {
                        refused.add(Integer.toString(error.status()));
                    } catch (Exception other) {
                        throw new AssertionError(other);
                    }
                };
        Runnable second =
                () -> {
                    try {
                        Leaving out = new Leaving(1 << 20, third);
                        stage.fetch(alice, leaving(stage.ticket(alice, ALL_MBOX), out));
                    } catch (Exception other) {
                        throw new AssertionError(other);
                    }
                };
        stage.fetch(alice, leaving(stage.ticket(alice, ALL_MBOX), new Leaving(1 << 20, second)));
        assertThat(refused).isNotEmpty().containsOnly("429");
        stage.export("alice", ALL_MBOX);
    }

    @Test
    void whatIsExpungedMeanwhileIsLeftOutAndCounted() throws Exception {
        stage.given("alice has the mailbox Zoo");
        stage.append("alice", "INBOX", Flags.NONE, HELLO);
        stage.append("alice", "Zoo", Flags.NONE, HELLO + "gone soon\r\n");
        byte[] whole = expunging("{\"format\":\"jmap\"}");
        Map<String, String> files = stage.unzipped(whole);
        assertThat(files.keySet().stream().filter(each -> each.startsWith("emails/"))).hasSize(1);
        assertThat(files.get("emails.jsonl")).containsOnlyOnce("\n");
        assertThat(files.get("export-report.txt"))
                .contains("1 messages", "1 were deleted while it was made");
    }

    /// The message in Zoo goes as soon as the file has begun.
    private byte[] expunging(String arguments) throws Exception {
        BrowserUser alice = stage.user("alice");
        FakeExchange exchange = FakeExchange.get(stage.ticket(alice, arguments));
        HttpExchange watched =
                (HttpExchange)
                        Proxy.newProxyInstance(
                                HttpExchange.class.getClassLoader(),
                                new Class<?>[] {HttpExchange.class},
                                (_, method, given) -> {
                                    if (method.getName().equals("stream")) {
                                        stage.mailboxes("alice")
                                                .remove(
                                                        stage.mailbox("alice", "Zoo").id(),
                                                        UidSet.of(1));
                                    }
                                    return method.invoke(exchange, given);
                                });
        stage.fetch(alice, watched);
        return exchange.sent();
    }

    @Test
    void tenThousandMessagesComeWhole() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            stage.append("alice", "INBOX", Flags.NONE, HELLO + i + "\r\n");
        }
        Map<String, String> files =
                stage.unzipped(stage.export("alice", "{\"format\":\"eml\"}").sent());
        assertThat(files.values().stream().filter(each -> each.startsWith(HELLO)).distinct())
                .hasSize(10_000);
        assertThat(files.get("export-report.txt")).contains("10,000 messages");
    }
}
