// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.fetch.testing.AnsweringConnection;
import org.pabal.fetch.testing.OtherImapServer;
import org.pabal.wire.testing.ScriptedConnection;

class ImapFetcherTest {
    private static final FetchLimits LIMITS =
            new FetchLimits(
                    10_000,
                    100,
                    50,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));
    private static final FetchLogin BOB =
            new FetchLogin.Password("bob", "secret", Optional.empty());

    private final OtherImapServer server = new OtherImapServer();

    private static final class Kept implements BodyTaker {
        private final Map<Long, String> messages = new TreeMap<>();
        private ByteArrayOutputStream octets = new ByteArrayOutputStream();

        @Override
        public Sink begin(long size) {
            octets = new ByteArrayOutputStream();
            return octets::write;
        }

        @Override
        public void end(long uid) {
            messages.put(uid, octets.toString(ISO_8859_1));
        }
    }

    private ImapFetcher loggedIn() throws IOException {
        ImapFetcher fetcher = ImapFetcher.over(server.connect(), LIMITS);
        fetcher.logIn(BOB);
        return fetcher;
    }

    private static ImapFetcher scripted(String octets) throws IOException {
        return ImapFetcher.over(new ScriptedConnection(octets.getBytes(ISO_8859_1)), LIMITS);
    }

    private static FetchException failure(String octets, Trial trial) {
        try {
            trial.with(scripted(octets));
        } catch (FetchException failure) {
            return failure;
        } catch (IOException other) {
            throw new AssertionError("an exception without a reason", other);
        }
        throw new AssertionError("nothing failed");
    }

    private interface Trial {
        void with(ImapFetcher fetcher) throws IOException;
    }

    private static final String BEGIN = "* OK hello\r\n* CAPABILITY IMAP4rev1\r\nf1 OK\r\n";

    @Test
    void mailboxesHaveNamesUsesAndLevels() throws Exception {
        server.folder("INBOX", "\\HasChildren");
        server.folder("INBOX/a", "");
        server.folder("&vPSwuA-", "\\HasNoChildren \\Sent");
        server.folder("Other Users/carol", "");
        server.namespace("((\"\" \"/\")) ((\"Other Users/\" \"/\")) NIL");
        List<RemoteMailbox> all = loggedIn().mailboxes();
        assertThat(all)
                .extracting(RemoteMailbox::levels)
                .containsExactly(List.of("INBOX"), List.of("INBOX", "a"), List.of("보낸"));
        assertThat(all.getLast().has("\\sent")).isTrue();
        assertThat(server.commands()).anyMatch(each -> each.endsWith("RETURN (SPECIAL-USE)"));
    }

    @Test
    void thePrefixOfTheOwnNamespaceIsNoLevel() throws Exception {
        server.folder("INBOX", "");
        server.folder("INBOX/Sent", "");
        server.namespace("((\"INBOX/\" \"/\")) NIL NIL");
        assertThat(loggedIn().mailboxes())
                .extracting(RemoteMailbox::levels)
                .containsExactly(List.of("INBOX"), List.of("Sent"));
    }

    @Test
    void messagesAreDescribedAndReadWithoutBeingChanged() throws Exception {
        String text = "Message-ID: <1@x>\r\nSubject: one\r\n\r\nbody\r\n";
        OtherImapServer.Folder inbox = server.folder("INBOX", "");
        inbox.add("\\Seen $Forwarded", text).add("", "Subject: two\r\n\r\n");
        ImapFetcher fetcher = loggedIn();
        ExaminedMailbox examined = fetcher.examine(fetcher.mailboxes().getFirst());
        assertThat(examined).isEqualTo(new ExaminedMailbox(1, 3, 2));
        assertThat(fetcher.uids(1)).containsExactly(1L, 2L);
        List<RemoteMessage> messages = fetcher.describe(List.of(1L, 2L, 9L));
        assertThat(messages.getFirst())
                .isEqualTo(
                        new RemoteMessage(
                                1,
                                text.length(),
                                Optional.of(Instant.parse("2020-02-01T01:00:00Z")),
                                List.of("\\Seen", "$Forwarded"),
                                List.of(),
                                "<1@x>"));
        assertThat(messages).hasSize(2);
        Kept kept = new Kept();
        fetcher.read(List.of(1L, 2L), kept);
        assertThat(kept.messages).containsEntry(1L, text).hasSize(2);
        assertThat(server.commands())
                .noneMatch(each -> each.matches("(?i).*(SELECT|STORE|BODY\\[).*"));
    }

    @Test
    void labelsAreDecoded() throws Exception {
        server.can("IMAP4rev1 AUTH=PLAIN SASL-IR X-GM-EXT-1");
        server.folder("All", "\\All")
                .add("", "\"\\\\Inbox\" \\Sent &vPSwuA- \"a b\"", "A: b\r\n\r\n");
        ImapFetcher fetcher = loggedIn();
        fetcher.examine(fetcher.mailboxes().getFirst());
        assertThat(fetcher.describe(List.of(1L)).getFirst().labels())
                .containsExactly("\\Inbox", "\\Sent", "보낸", "a b");
    }

    @Test
    void aWrongPasswordIsToldInTheServersWords() throws Exception {
        ImapFetcher fetcher = ImapFetcher.over(server.connect(), LIMITS);
        assertThatThrownBy(() ->
                        fetcher.logIn(new FetchLogin.Password("bob", "wrong", Optional.empty())))
                .isInstanceOfSatisfying(
                        FetchException.class,
                        each -> {
                            assertThat(each.reason()).isEqualTo(Reason.LOGIN);
                            assertThat(each.said()).isEqualTo("Invalid credentials");
                        });
    }

    @Test
    void whoMayActForOthersSaysForWhom() throws Exception {
        ImapFetcher fetcher = ImapFetcher.over(server.connect(), LIMITS);
        fetcher.logIn(new FetchLogin.Password("admin", "secret", Optional.of("bob")));
        assertThat(server.commands()).contains("f2 AUTHENTICATE PLAIN Ym9iAGFkbWluAHNlY3JldA==");
    }

    @Test
    void withoutPlainThePasswordIsQuotedOrALiteral() throws Exception {
        server.can("IMAP4rev1");
        ImapFetcher fetcher = ImapFetcher.over(server.connect(), LIMITS);
        fetcher.logIn(new FetchLogin.Password("bob", "a\"\\b", Optional.empty()));
        assertThat(server.commands()).contains("f2 LOGIN \"bob\" \"a\\\"\\\\b\"");
        AnsweringConnection literals =
                new AnsweringConnection(
                        line ->
                                line.endsWith("}")
                                        ? "+ go on\r\n"
                                        : line.contains("CAPABILITY")
                                                ? "* CAPABILITY IMAP4rev1\r\n"
                                                        + line.split(" ")[0]
                                                        + " OK\r\n"
                                                : "f2 OK\r\n",
                        "* OK\r\n");
        ImapFetcher other = ImapFetcher.over(literals, LIMITS);
        other.logIn(new FetchLogin.Password("bob", "비밀", Optional.empty()));
        assertThat(other.capabilities()).isEqualTo("IMAP4REV1");
    }

    @Test
    void aTokenGoesWhereTokensAreTaken() throws Exception {
        server.can("IMAP4rev1 AUTH=XOAUTH2 SASL-IR");
        ImapFetcher fetcher = ImapFetcher.over(server.connect(), LIMITS);
        fetcher.logIn(new FetchLogin.Token("bob@example.org", "abc"));
        assertThat(server.commands()).anyMatch(each -> each.startsWith("f2 AUTHENTICATE XOAUTH2 "));
        server.can("IMAP4rev1 LOGINDISABLED");
        ImapFetcher second = ImapFetcher.over(server.connect(), LIMITS);
        assertThatThrownBy(() -> second.logIn(new FetchLogin.Token("bob", "abc")))
                .hasMessageContaining("NO_MECHANISM");
        assertThatThrownBy(() -> second.logIn(BOB)).hasMessageContaining("LOGINDISABLED");
    }

    @Test
    void hostileServersAreFoundOut() {
        assertThat(failure("garbage\r\n", ImapFetcher::mailboxes).reason())
                .isEqualTo(Reason.PROTOCOL);
        assertThat(failure("* BYE too many\r\n", ImapFetcher::mailboxes).reason())
                .isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure(BEGIN + "f9 OK\r\n", ImapFetcher::mailboxes).said())
                .contains("another command");
        assertThat(
                        failure(BEGIN + "* LIST () \"/\" {99999999999}\r\n", ImapFetcher::mailboxes)
                                .said())
                .contains("more than 10000 octets");
        assertThat(
                        failure(BEGIN + "* " + "x".repeat(20_000) + "\r\n", ImapFetcher::mailboxes)
                                .said())
                .contains("more than 10000 octets");
        assertThat(
                        failure(BEGIN + "* OK still here\r\n".repeat(101), ImapFetcher::mailboxes)
                                .said())
                .contains("more than 100 responses");
        assertThat(failure(BEGIN, ImapFetcher::mailboxes).reason()).isEqualTo(Reason.UNREACHABLE);
        String many = "";
        for (int i = 0; i < 51; i++) {
            many += "* LIST () \"/\" m" + i + "\r\n";
        }
        assertThat(failure(BEGIN + many + "f2 OK\r\n", ImapFetcher::mailboxes).reason())
                .isEqualTo(Reason.REFUSED);
        assertThat(
                        failure(BEGIN + "f2 NO [UNAVAILABLE] later\r\n", ImapFetcher::mailboxes)
                                .passes())
                .isTrue();
    }

    @Test
    void messagesThatNobodyAskedForEndTheSession() {
        Trial read = fetcher -> fetcher.read(List.of(7L), new Kept());
        assertThat(failure(BEGIN + "* 1 FETCH (UID 8 BODY[] {1}\r\nx)\r\nf2 OK\r\n", read).said())
                .contains("nobody asked for");
        assertThat(failure(BEGIN + "* 1 FETCH (BODY[] {1}\r\nx)\r\nf2 OK\r\n", read).said())
                .contains("without a UID");
        assertThat(failure(BEGIN + "* 1 FETCH (UID 7 BODY[] {1}\r\nx\r\nf2 OK\r\n", read).said())
                .contains("a response that is none");
        assertThat(
                        failure(
                                        BEGIN
                                                + "* 1 FETCH (UID 7 BODY[] {1}\r\nx)\r\n".repeat(2)
                                                + "f2 OK\r\n",
                                        read)
                                .said())
                .contains("nobody asked for");
    }

    @Test
    void theUidMayStandBehindTheMessageAndAMessageMayBeQuoted() throws Exception {
        Kept kept = new Kept();
        scripted(
                        BEGIN
                                + "* 1 FETCH (BODY[] {3}\r\nx\r\n UID 7)\r\n"
                                + "* 2 FETCH (UID 8 BODY[] \"yy\")\r\n"
                                + "* 3 FETCH (UID 9 BODY[] NIL)\r\nf2 OK\r\n")
                .read(List.of(7L, 8L, 9L), kept);
        assertThat(kept.messages).containsExactly(Map.entry(7L, "x\r\n"), Map.entry(8L, "yy"));
    }

    @Test
    void whateverTheServerSaysItIsAnAnswerOrAFetchException() {
        Random random = new Random(7);
        String[] pieces = {
            "* ",
            "1 FETCH (",
            "UID 7",
            " BODY[] ",
            "{3}\r\n",
            "abc",
            ")",
            "\r\n",
            "f2 OK\r\n",
            "\"",
            "NIL",
            "LIST (",
            "\\Sent",
            "{",
            "+ \r\n",
            "FLAGS (\\Seen)",
            "\0",
            "\u00ff",
            "SEARCH 1 2",
        };
        int answered = 0;
        for (int round = 0; round < 3_000; round++) {
            StringBuilder octets = new StringBuilder(BEGIN);
            for (int i = random.nextInt(12); i >= 0; i--) {
                octets.append(pieces[random.nextInt(pieces.length)]);
            }
            octets.append("\r\nf2 OK\r\n");
            try {
                ImapFetcher fetcher = scripted(octets.toString());
                switch (round % 3) {
                    case 0 -> fetcher.mailboxes();
                    case 1 -> fetcher.read(List.of(7L), new Kept());
                    default -> fetcher.uids(1);
                }
                answered++;
            } catch (FetchException known) {
                assertThat(known.said()).doesNotContain("\r").doesNotContain("\0");
            } catch (IOException | RuntimeException other) {
                throw new AssertionError(octets.toString(), other);
            }
        }
        assertThat(answered).isPositive();
    }
}
