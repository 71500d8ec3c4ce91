// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.fetch.FetchLogin;
import org.pabal.fetch.FetchSource;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StoredMessage;
import org.pabal.storage.Space;

/// Jobs, whatever becomes of the other server, of this process and of the account.
class ImportsTest {
    private final ImportStage stage = new ImportStage();

    @AfterEach
    void close() {
        stage.close();
    }

    private String start() {
        return stage.imports
                .start(stage.account("alice"), ImportStage.BOB, List.of())
                .orElseThrow();
    }

    private MailboxSnapshot in(String mailbox) {
        return stage.mailboxes("alice")
                .snapshot(stage.mailbox("alice", mailbox).id())
                .orElseThrow();
    }

    private List<String> subjects(String mailbox) {
        MailboxSnapshot snapshot = in(mailbox);
        List<EmailId> ids = new ArrayList<>();
        for (int i = 0; i < snapshot.count(); i++) {
            ids.add(snapshot.email(i));
        }
        return stage.mailboxes("alice").messages(ids).stream()
                .map(each -> each.text(StoredMessage.Text.SUBJECT))
                .toList();
    }

    private static String message(String id, String subject) {
        return "Message-ID: <" + id + "@x>\r\nSubject: " + subject + "\r\n\r\nHi\r\n";
    }

    @Test
    void messagesKeepFlagsKeywordsDatesAndWhatMailboxesAreFor() {
        stage.other
                .folder("INBOX", "")
                .add("\\Seen \\Flagged $Forwarded \\Recent", message("a", "a"));
        stage.other.folder("Gesendet", "\\Sent").add("\\Seen", message("b", "b"));
        stage.other.folder("&vPSwuA-/2026", "").add("", message("c", "c"));
        stage.other.folder("Alles", "\\All").add("", message("d", "d"));
        ImportJob job = stage.await(start(), ImportState.DONE);
        assertThat(job.json().path("brought").asLong()).isEqualTo(3);
        assertThat(in("INBOX").flags(0).names())
                .containsExactlyInAnyOrder("\\Seen", "\\Flagged", "$Forwarded");
        assertThat(in("INBOX").internalDate(0)).isEqualTo("2020-02-01T01:00:00Z");
        assertThat(subjects("Sent")).containsExactly("b");
        assertThat(subjects("보낸/2026")).containsExactly("c");
        assertThat(stage.mailbox("alice", "보낸/2026").subscribed()).isTrue();
        assertThat(stage.mailboxes("alice").list())
                .extracting(each -> each.name().text())
                .noneMatch("Alles"::equals);
    }

    @Test
    void theSecretGoesWithTheEndAndIsNeverShown() throws Exception {
        stage.add("INBOX", 1);
        stage.await(start(), ImportState.DONE);
        assertThat(everythingOfAlice()).doesNotContain("secret");
        FetchSource wrong =
                new FetchSource(
                        "imap.example.net",
                        993,
                        FetchSource.Security.TLS,
                        new FetchLogin.Password("bob", "wrong", Optional.empty()));
        String id = stage.imports.start(stage.account("alice"), wrong, List.of()).orElseThrow();
        ImportJob failed = stage.await(id, ImportState.FAILED);
        assertThat(failed.json().path("trouble").toString())
                .isEqualTo("{\"type\":\"login\",\"said\":\"Invalid credentials\"}");
        assertThat(everythingOfAlice()).doesNotContain("wrong");
    }

    private String everythingOfAlice() {
        StringBuilder all = new StringBuilder();
        stage.storage
                .scan(
                        Space.account(stage.account("alice").id().value()),
                        new byte[] {0},
                        new byte[] {127},
                        10_000)
                .forEach(each -> all.append(new String(each.value(), StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    @Test
    void whatIsThereAlreadyIsPassedOver() throws Exception {
        String text = message("a", "a");
        stage.append("alice", "INBOX", org.pabal.mailbox.Flags.NONE, text);
        stage.other.folder("INBOX", "").add("", text).add("", message("b", "b"));
        stage.other.folder("Copies", "").add("", text).add("", text);
        ImportJob job = stage.await(start(), ImportState.DONE);
        assertThat(job.json().path("there").asLong()).isEqualTo(2);
        assertThat(job.json().path("brought").asLong()).isEqualTo(2);
        ImportJob again = stage.await(start(), ImportState.DONE);
        assertThat(again.json().path("brought").asLong()).isZero();
        assertThat(again.json().path("there").asLong()).isEqualTo(4);
    }

    @Test
    void aBrokenConnectionAndAnotherProcessGoOnWhereItWas() {
        for (int i = 0; i < 65; i++) {
            stage.add("INBOX", i);
        }
        stage.other.breakAfter(45);
        String id = start();
        ImportJob broken = stage.await(id, ImportState.WAITING);
        assertThat(broken.json().path("brought").asLong()).isEqualTo(40);
        assertThat(in("INBOX").count()).isEqualTo(40);
        stage.other.breakAfter(Integer.MAX_VALUE);
        stage.startAgain();
        stage.imports.resume(stage.account("alice").id());
        ImportJob done = stage.await(id, ImportState.DONE);
        assertThat(done.json().path("brought").asLong()).isEqualTo(65);
        assertThat(subjects("INBOX")).hasSize(65).doesNotHaveDuplicates();
        assertThat(stage.other.commands().stream().filter(each -> each.contains("RFC822.SIZE")))
                .anyMatch(each -> each.contains("UID FETCH 41,42,"));
    }

    @Test
    void otherUidsInTheMidstBringNothingTwice() {
        for (int i = 0; i < 30; i++) {
            stage.add("INBOX", i);
        }
        stage.other.breakAfter(25);
        String id = start();
        stage.await(id, ImportState.WAITING);
        assertThat(in("INBOX").count()).isEqualTo(20);
        stage.other.folder("INBOX", "").renumber();
        stage.other.breakAfter(Integer.MAX_VALUE);
        stage.imports.hurry(stage.account("alice").id(), id);
        ImportJob done = stage.await(id, ImportState.DONE);
        assertThat(done.json().path("brought").asLong()).isEqualTo(30);
        assertThat(subjects("INBOX")).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void aFullAccountTakesWhatFitsAndGoesOnWhenThereIsRoom() {
        for (int i = 0; i < 10; i++) {
            stage.add("INBOX", i);
        }
        var alice = stage.account("alice");
        stage.directory.setQuota(alice.address(), OptionalLong.empty(), OptionalLong.of(4));
        String id = start();
        ImportJob full = stage.await(id, ImportState.WAITING);
        assertThat(full.json().path("trouble").toString())
                .isEqualTo("{\"type\":\"overQuota\",\"said\":\"messages\"}");
        assertThat(in("INBOX").count()).isEqualTo(4);
        stage.directory.setQuota(alice.address(), OptionalLong.empty(), OptionalLong.empty());
        stage.imports.hurry(alice.id(), id);
        stage.await(id, ImportState.DONE);
        assertThat(subjects("INBOX")).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void labelsSayWhereAMessageLiesAndItIsKeptOnce() {
        stage.other.can("IMAP4rev1 AUTH=PLAIN SASL-IR X-GM-EXT-1");
        String work = "\"\\\\Inbox\" Work/2026 \"\\\\Important\" \"\\\\Starred\"";
        stage.other
                .folder("[Gmail]/All Mail", "\\All")
                .add("", work, message("a", "a"))
                .add("\\Seen", "\"\\\\Sent\"", message("b", "b"))
                .add("", "", message("c", "c"));
        stage.other.folder("INBOX", "").add("", message("a", "a"));
        stage.other.folder("Work/2026", "").add("", message("a", "a"));
        stage.other.folder("[Gmail]/Spam", "\\Junk").add("", message("s", "s"));
        stage.other.folder("[Gmail]", "\\Noselect");
        ImportJob job = stage.await(start(), ImportState.DONE);
        assertThat(job.json().path("brought").asLong()).isEqualTo(4);
        assertThat(subjects("INBOX")).containsExactly("a");
        assertThat(in("INBOX").email(0)).isEqualTo(in("Work/2026").email(0));
        assertThat(in("INBOX").flags(0).names()).contains("\\Flagged", "$Important");
        assertThat(subjects("Sent")).containsExactly("b");
        assertThat(subjects("Archive")).containsExactly("c");
        assertThat(subjects("Junk")).containsExactly("s");
    }

    @Test
    void whatCannotBeBroughtIsListed() {
        stage.imports.close();
        stage.imports = stage.imports(100);
        stage.other
                .folder("INBOX", "")
                .add("\\Deleted", message("a", "a"))
                .add("", message("b", "x".repeat(200)))
                .add("", "no header at all\r\n\r\n")
                .add("", message("d", "d"));
        ImportJob job = stage.await(start(), ImportState.DONE);
        assertThat(job.json().path("left").toString())
                .isEqualTo(
                        "[{\"folder\":\"INBOX\",\"uid\":1,\"type\":\"deleted\"},"
                                + "{\"folder\":\"INBOX\",\"uid\":2,\"type\":\"tooLarge\"},"
                                + "{\"folder\":\"INBOX\",\"uid\":3,\"type\":\"noMessage\"}]");
        assertThat(subjects("INBOX")).containsExactly("d");
    }

    @Test
    void aJobThatWaitsForItsTurnOrForAnythingCanBeStopped() {
        stage.other.breakAfter(0);
        stage.add("INBOX", 1);
        String id = start();
        stage.await(id, ImportState.WAITING);
        assertThat(stage.imports.stop(stage.account("alice").id(), id)).isTrue();
        assertThat(stage.await(id, ImportState.STOPPED).source()).isEmpty();
        assertThat(stage.imports.stop(stage.account("alice").id(), id)).isFalse();
    }

    @Test
    void afterDaysWithoutAMessageItIsOver() {
        stage.other.breakAfter(0);
        stage.add("INBOX", 1);
        String id = start();
        stage.await(id, ImportState.WAITING);
        stage.clock.advance(java.time.Duration.ofDays(4));
        stage.imports.hurry(stage.account("alice").id(), id);
        assertThat(
                        stage.await(id, ImportState.FAILED)
                                .json()
                                .path("trouble")
                                .path("type")
                                .asString())
                .isEqualTo("unreachable");
    }

    @Test
    void namesThatNoMailboxHasAreBentAndUsesAreFoundByName() {
        stage.other.folder("a*b/..", "").add("", message("a", "a"));
        stage.other.folder("Deleted Items", "").add("", message("b", "b"));
        stage.other.folder("x".repeat(300), "").add("", message("c", "c"));
        ImportJob job = stage.await(start(), ImportState.DONE);
        assertThat(
                        new TreeSet<>(
                                stage.mailboxes("alice").list().stream()
                                        .map(each -> each.name().text())
                                        .toList()))
                .contains("a_b/_");
        assertThat(
                        subjects(
                                stage.mailboxes("alice").list().stream()
                                        .filter(each ->
                                                each.specialUse()
                                                        .equals(Optional.of(SpecialUse.TRASH)))
                                        .map(MailboxInfo::name)
                                        .findFirst()
                                        .orElseThrow()
                                        .text()))
                .containsExactly("b");
        assertThat(job.json().path("left").path(0).path("type").asString()).isEqualTo("name");
    }
}
