// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.scripted.ScriptedStage.fileInto;
import static org.pabal.mta.scripted.ScriptedStage.keep;
import static org.pabal.mta.scripted.ScriptedStage.redirect;
import static org.pabal.mta.scripted.ScriptedStage.script;
import static org.pabal.mta.scripted.ScriptedStage.target;
import static org.pabal.mta.scripted.ScriptedStage.vacation;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.mailbox.MailboxName;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.message.Address;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.UnavailableException;
import org.pabal.mta.delivery.RemoteSession.Outcome.Answered;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.testing.MtaStage.Session;
import org.pabal.sieve.Action;
import org.pabal.sieve.Action.Reject;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Script;
import org.pabal.sieve.SieveMessage;
import org.pabal.smtp.SmtpReply;

final class ScriptedMailTest {
    private static final String SENDER = "alice@far.example";

    private final ScriptedStage stage = new ScriptedStage(7);

    private String receive(String from, String... to) {
        return stage.mta.receive(from).to(to).send(MESSAGE);
    }

    private List<SmtpReply> deliver(String from, String... to) {
        return stage.mta.receiveLmtp(from).to(to).sendForReplies(MESSAGE);
    }

    private LedgerRecord end(String recipient) {
        return stage.records().stream()
                .filter(record -> record.recipient().equals(recipient) && record.outcome().isEnd())
                .reduce((one, other) -> {
                    throw new AssertionError("two ends: " + one + " " + other);
                })
                .orElseThrow();
    }

    @Test
    void aMessageIsFiledWhereTheScriptSays() {
        Account bob =
                stage.account(
                        "bob@d.example",
                        message ->
                                List.of(
                                        new Action.FileInto(
                                                message,
                                                target("Archive", false),
                                                Optional.of(List.of("\\Seen", "$Work", "\\Odd")))));
        assertThat(receive(SENDER, "bob@d.example")).startsWith("250 2.0.0 Ok: stored");
        assertThat(stage.messages(bob, "Archive")).hasSize(1);
        assertThat(stage.messages(bob, "INBOX")).isEmpty();
        var mailboxes = stage.mta.store.open(bob);
        var archive = mailboxes.find(MailboxName.of("Archive")).orElseThrow();
        assertThat(mailboxes.snapshot(archive.id()).orElseThrow().flags(0).names())
                .containsExactly("$Work", "\\Seen");
        LedgerRecord stored = end("bob@d.example");
        assertThat(stored.outcome()).isEqualTo(Outcome.STORED);
        assertThat(stored.fact(Fact.MAILBOX)).contains("Archive");
        assertThat(stored.fact(Fact.RULE)).contains("own script");
        assertThat(stored.fact(Fact.ACTIONS)).contains("fileinto \"Archive\"");
    }

    @Test
    void theMessageIsReadAsItIsFiledAndOnlyWhenItIsLookedAt() {
        List<String> seen = new ArrayList<>();
        Account bob =
                stage.account(
                        "bob@d.example",
                        message -> {
                            byte[] octets = new byte[(int) message.octets()];
                            message.read(0, octets, 0, octets.length);
                            seen.add(new String(octets, java.nio.charset.StandardCharsets.UTF_8));
                            return List.of(keep(message));
                        });
        receive(SENDER, "bob@d.example");
        assertThat(seen).isEqualTo(stage.messages(bob, "INBOX"));
        assertThat(seen.getFirst()).startsWith("Return-Path: <alice@far.example>\r\nReceived: ");
    }

    @Test
    void aMailboxThatIsNotThereIsMadeOnlyWhereThatIsWished() {
        Account bob = stage.account("bob@d.example", m -> List.of(fileInto(m, "Lists/x")));
        receive(SENDER, "bob@d.example");
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
        assertThat(end("bob@d.example").fact(Fact.ACTIONS))
                .contains("fileinto \"Lists/x\": INBOX, for there is no such mailbox");
        stage.createMailboxes = true;
        stage.rebuild();
        receive(SENDER, "bob@d.example");
        assertThat(stage.messages(bob, "Lists/x")).hasSize(1);
    }

    /// RFC 6134 §2.7: the default address book are those that the account has written to.
    @Test
    void mailOfPeopleThatTheAccountKnowsIsToldFromOthers() {
        Account bob =
                stage.account(
                        "bob@d.example",
                        """
                        require ["extlists", "fileinto", "envelope"];
                        if allof (valid_ext_list ":addrbook:default",
                                  envelope :list "from" ":addrbook:default") {
                            fileinto "Archive";
                        }
                        """);
        stage.people =
                (account, address) ->
                        account.equals(bob.id()) && address.equals("alice@far.example");
        stage.rebuild();
        receive(SENDER, "bob@d.example");
        receive("stranger@far.example", "bob@d.example");
        assertThat(stage.messages(bob, "Archive")).hasSize(1);
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
    }

    /// THREATS V12
    @Test
    void onlyOwnNamesAndFewNewOnes() {
        Account bob =
                stage.account(
                        "bob@d.example",
                        m -> {
                            List<Action> all = new ArrayList<>();
                            all.add(fileInto(m, "../../x"));
                            all.add(fileInto(m, "user/alice/INBOX"));
                            for (int i = 0; i < 1_000; i++) {
                                all.add(
                                        new Action.FileInto(
                                                m, target("new" + i, true), Optional.empty()));
                            }
                            return all;
                        });
        receive(SENDER, "bob@d.example");
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
        assertThat(stage.messages(bob, "new7")).hasSize(1);
        assertThat(stage.mta.store.open(bob).find(MailboxName.of("new8"))).isEmpty();
        assertThat(stage.mta.store.open(bob).find(MailboxName.of("user/alice/INBOX"))).isEmpty();
    }

    private static Action reject(String reason) {
        return new Reject(reason, false);
    }

    @Test
    void whatAllRejectIsRefusedInTheSession() {
        Account bob = stage.account("bob@d.example", m -> List.of(reject("No birdseed.\r\nGo!")));
        stage.account("carol@d.example", m -> List.of(new Reject("Nor me.", true)));
        SmtpReply reply =
                stage.mta
                        .receive(SENDER)
                        .to("bob@d.example", "carol@d.example")
                        .sendForReplies(MESSAGE)
                        .getFirst();
        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.status()).contains(EnhancedStatus.of("5.7.1"));
        assertThat(reply.lines()).containsExactly("No birdseed.", "Go!");
        assertThat(stage.messages(bob, "INBOX")).isEmpty();
        assertThat(stage.queued()).isEmpty();
        stage.mta.refusals.write();
        assertThat(end("bob@d.example").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(end("bob@d.example").detail()).contains("No birdseed. Go!");
    }

    @Test
    void whatSomeRejectIsTakenAndTheSenderIsTold() {
        stage.account("bob@d.example", m -> List.of(reject("No birdseed.")));
        Account carol = stage.mta.directory.account("carol@d.example");
        assertThat(receive(SENDER, "bob@d.example", "carol@d.example")).startsWith("250");
        assertThat(stage.messages(carol, "INBOX")).hasSize(1);
        QueueEntry rejection = stage.queued().getFirst();
        assertThat(stage.queued()).hasSize(1);
        assertThat(rejection.from().toString()).isEqualTo("<>");
        assertThat(rejection.pending().getFirst().address()).isEqualTo(Address.of(SENDER));
        assertThat(stage.content(rejection))
                .contains("No birdseed.")
                .contains("disposition-notification")
                .contains("Auto-Submitted: auto-replied")
                .doesNotContain("Hi.");
        LedgerRecord gone = end("bob@d.example");
        assertThat(gone.outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(gone.fact(Fact.MAIL)).contains(rejection.id().mail().toString());
        assertThat(gone.detail()).isEqualTo("own script");
        assertThat(stage.findings()).isEmpty();
    }

    /// THREATS S33 with scripts: RFC 2033 §4.2.
    @Test
    void lmtpHasAReplyForEach() {
        stage.account("bob@d.example", m -> List.of(reject("No birdseed.")));
        Account carol = stage.mta.directory.account("carol@d.example");
        List<SmtpReply> replies =
                deliver(SENDER, "bob@d.example", "carol@d.example", "bob@d.example");
        assertThat(replies).extracting(SmtpReply::code).containsExactly(550, 250, 550);
        assertThat(text(replies.getFirst())).isEqualTo("550 5.7.1 No birdseed.");
        assertThat(stage.messages(carol, "INBOX")).hasSize(1);
        assertThat(stage.queued()).isEmpty();
    }

    /// RFC 5429 §2.2: the words are the owner's.
    @Test
    void wordsThatAReplyCannotSayAreSentAsAMessage() {
        stage.account("bob@d.example", m -> List.of(reject("받지 않습니다")));
        assertThat(receive(SENDER, "bob@d.example")).startsWith("250");
        assertThat(stage.queued()).hasSize(1);
        stage.account("carol@d.example", m -> List.of(new Reject("받지 않습니다", true)));
        assertThat(receive(SENDER, "carol@d.example"))
                .isEqualTo("550 5.7.1 The recipient does not accept this mail");
        assertThat(stage.queued()).hasSize(1);
    }

    @Test
    void nobodyIsToldOfARejectedReportOrListMail() {
        stage.account("bob@d.example", m -> List.of(reject("No birdseed.")));
        stage.mta.directory.account("carol@d.example");
        assertThat(receive("", "bob@d.example", "carol@d.example")).startsWith("250");
        assertThat(stage.queued()).isEmpty();
        assertThat(end("bob@d.example").fact(Fact.ACTIONS))
                .contains("reject; nothing sent: the mail has no sender");
        Session list = stage.mta.receive(SENDER).to("bob@d.example", "carol@d.example");
        assertThat(list.send("List-Id: <x.far.example>\r\n" + MESSAGE)).startsWith("250");
        assertThat(stage.queued()).isEmpty();
    }

    @Test
    void whatIsRedirectedGoesOnUnderTheSendersPath() {
        stage.account("bob@d.example", m -> List.of(redirect(m, "bob@home.example")));
        assertThat(receive(SENDER, "bob@d.example")).startsWith("250 2.0.0 Ok: stored");
        QueueEntry entry = stage.queued().getFirst();
        assertThat(stage.queued()).hasSize(1);
        assertThat(entry.from().toString()).isEqualTo("<alice@far.example>");
        assertThat(entry.destination().toString()).isEqualTo("home.example");
        assertThat(entry.pending().getFirst().address()).isEqualTo(Address.of("bob@home.example"));
        assertThat(entry.pending().getFirst().original()).isEqualTo("bob@d.example");
        assertThat(stage.content(entry))
                .startsWith("X-Sieve-Redirected-From: bob@d.example\r\nReceived: ")
                .endsWith(MESSAGE);
        LedgerRecord continued = end("bob@d.example");
        assertThat(continued.outcome()).isEqualTo(Outcome.CONTINUED);
        assertThat(continued.fact(Fact.MAIL)).contains(entry.id().mail().toString());
        assertThat(stage.findings()).isEmpty();
    }

    /// The Return-Path of this delivery stands below what a script has added, and stays here.
    @Test
    void whatIsEditedAndRedirectedHasNoReturnPathOfOurs() {
        stage.account(
                "bob@d.example",
                """
                require "editheader";
                addheader "X-Mark" "1";
                redirect "bob@home.example";
                """);
        assertThat(receive(SENDER, "bob@d.example")).startsWith("250 2.0.0 Ok: stored");
        assertThat(stage.content(stage.queued().getFirst()))
                .startsWith("X-Sieve-Redirected-From: bob@d.example\r\nX-Mark: 1\r\nReceived: ")
                .endsWith(MESSAGE)
                .doesNotContain("Return-Path");
    }

    @Test
    void whatIsRedirectedBearsAReturnAddressWhereSpfDemandsIt() {
        stage.mta.resolver.server("home.example", "192.0.2.50");
        stage.mta.resolver.txt("far.example", "v=spf1 ip4:203.0.113.9 -all");
        List<String> sent = new ArrayList<>();
        stage.mta.remote =
                (host, mail) -> {
                    sent.add(mail.from() + " " + mail.addresses());
                    return new Answered(
                            List.of(new Diagnosis(EnhancedStatus.of("2.0.0"), "ok", host.name())));
                };
        stage.account("bob@d.example", m -> List.of(redirect(m, "bob@home.example")));
        receive(SENDER, "bob@d.example");
        stage.mta.work();
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst()).startsWith("<SRS0=").endsWith("[bob@home.example]");
        assertThat(stage.findings()).isEmpty();
    }

    /// THREATS V07
    @Test
    void aCircleOfRedirectsEndsWithOneCopy() {
        Account bob = stage.account("bob@d.example", m -> List.of(redirect(m, "carol@d.example")));
        Account carol =
                stage.account("carol@d.example", m -> List.of(redirect(m, "bob@d.example")));
        receive(SENDER, "bob@d.example");
        while (stage.mta.work() > 0) {}
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
        assertThat(stage.messages(bob, "INBOX").getFirst())
                .startsWith(
                        "Return-Path: <alice@far.example>\r\n"
                                + "X-Sieve-Redirected-From: carol@d.example\r\n"
                                + "X-Sieve-Redirected-From: bob@d.example\r\n");
        assertThat(stage.messages(carol, "INBOX")).isEmpty();
        assertThat(stage.queued()).isEmpty();
        assertThat(stage.findings()).isEmpty();
    }

    /// THREATS V07
    @Test
    void toOneselfIsHere() {
        Account bob =
                stage.account(
                        "bob@d.example",
                        m -> List.of(redirect(m, "BOB@d.example"), redirect(m, "bob@d.example")));
        receive(SENDER, "bob@d.example");
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
        assertThat(stage.queued()).isEmpty();
    }

    /// THREATS V07
    @Test
    void aHundredRedirectsAreFour() {
        Account bob =
                stage.account(
                        "bob@d.example",
                        m -> {
                            List<Action> all = new ArrayList<>();
                            for (int i = 0; i < 100; i++) {
                                all.add(redirect(m, "x" + i % 50 + "@home.example"));
                            }
                            return all;
                        });
        receive(SENDER, "bob@d.example");
        assertThat(stage.queued()).hasSize(4);
        assertThat(stage.messages(bob, "INBOX")).isEmpty();
        assertThat(stage.findings()).isEmpty();
    }

    @Test
    void whatCannotBePassedOnIsReported() {
        Account bob =
                stage.account(
                        "bob@d.example", m -> List.of(keep(m), redirect(m, "nobody@d.example")));
        Account alice = stage.mta.directory.account("alice@d.example");
        stage.mta.submit("alice@d.example", "alice@d.example").to("bob@d.example").send(MESSAGE);
        while (stage.mta.work() > 0) {}
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
        assertThat(stage.messages(alice, "INBOX").getFirst())
                .contains("Your message could not be delivered")
                .contains("Original-Recipient: rfc822; bob@d.example");
        assertThat(stage.findings()).isEmpty();
    }

    private List<QueueEntry> answers() {
        return stage.queued().stream().filter(e -> e.from().toString().equals("<>")).toList();
    }

    /// THREATS V08; RFC 5230 §4.1
    @Test
    void aSenderIsAnsweredOncePerPeriodAlsoAfterARestart() {
        Duration period = Duration.ofDays(7);
        Account bob =
                stage.account("bob@d.example", m -> List.of(keep(m), vacation(m, period, "a")));
        receive(SENDER, "bob@d.example");
        assertThat(answers()).hasSize(1);
        assertThat(stage.content(answers().getFirst()))
                .contains("To: alice@far.example\r\n")
                .contains("Auto-Submitted: auto-replied")
                .contains("I am away.");
        receive("Alice@far.example", "bob@d.example");
        receive("", "bob@d.example");
        assertThat(answers()).hasSize(1);
        stage.mta.restart();
        receive(SENDER, "bob@d.example");
        assertThat(answers()).hasSize(1);
        receive("dora@far.example", "bob@d.example");
        assertThat(answers()).hasSize(2);
        stage.mta.clock.advance(period.plusSeconds(1));
        receive(SENDER, "bob@d.example");
        assertThat(answers()).hasSize(3);
        stage.scripts.put(
                bob.id(), script(m -> List.of(keep(m), vacation(m, period, "another reason"))));
        receive(SENDER, "bob@d.example");
        assertThat(answers()).hasSize(4);
        assertThat(stage.findings()).isEmpty();
    }

    /// Who wrote before, or was written to, does not write for the first time.
    @Test
    void aScriptKnowsWhoWritesForTheFirstTime() {
        stage.people = (_, address) -> address.equals("friend@far.example");
        stage.rebuild();
        Account bob =
                stage.account(
                        "bob@d.example",
                        """
                        require ["extlists", "fileinto"];
                        if not address :list "from" "urn:pabal:params:sieve:acquaintances" {
                            fileinto "Archive";
                        }
                        """);
        for (String from :
                List.of("alice@far.example", "friend@far.example", "Alice@far.example")) {
            stage.mta
                    .receive("bounces@far.example")
                    .to("bob@d.example")
                    .send("From: Someone <" + from + ">\r\nTo: bob@d.example\r\n\r\nhello\r\n");
        }
        assertThat(stage.messages(bob, "Archive")).hasSize(1);
        assertThat(stage.messages(bob, "Archive").getFirst()).contains("<alice@far.example>");
        assertThat(stage.messages(bob, "INBOX")).hasSize(2);
    }

    /// RFC 6134 §2.7: the owner's address book is whom the owner has written to.
    @Test
    void onlyWhomTheOwnerHasWrittenToIsAnsweredAndTheOwnerIsToldWho() {
        stage.people =
                (_, address) -> List.of("alice@far.example", "list@far.example").contains(address);
        stage.rebuild();
        Account bob =
                stage.account(
                        "bob@d.example",
                        """
                        require ["vacation", "envelope", "extlists"];
                        if envelope :domain :is "from" "d.example" {
                            vacation :handle "jmap" "for colleagues";
                        } elsif envelope :list "from" ":addrbook:default" {
                            vacation :days 3 :handle "jmap" "for friends";
                        }
                        """);
        for (String from : List.of("Alice@far.example", "eve@far.example", "Alice@far.example")) {
            stage.mta
                    .receive(from)
                    .to("bob@d.example")
                    .send("From: " + from + "\r\nTo: bob@d.example\r\n\r\nhello\r\n");
        }
        stage.mta
                .receive("list@far.example")
                .to("bob@d.example")
                .send("To: bob@d.example\r\nList-Id: <x.far.example>\r\n\r\nhello\r\n");
        stage.mta
                .receive("carol@d.example")
                .to("bob@d.example")
                .send("From: carol@d.example\r\nTo: bob@d.example\r\n\r\nhello\r\n");
        assertThat(stage.content(answers().getFirst())).contains("for friends");
        assertThat(stage.memory.answered(bob.id(), "handle jmap", 10))
                .extracting(DeliveryMemory.Answered::address)
                .containsExactlyInAnyOrder("alice@far.example", "carol@d.example");
        assertThat(stage.memory.answered(bob.id(), "handle other", 10)).isEmpty();
        assertThat(stage.memory.answered(bob.id(), "handle jmap", 1)).hasSize(1);
    }

    /// Nothing is sent to a list of which nobody knows who is in it, and nothing is lost. RFC 6134 §2.4
    @Test
    void toAnAddressBookNothingIsRedirected() {
        Account bob =
                stage.account(
                        "bob@d.example",
                        """
                        require ["extlists"];
                        redirect :list ":addrbook:default";
                        """);
        receive(SENDER, "bob@d.example");
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
        assertThat(stage.queued()).isEmpty();
    }

    /// THREATS V08
    @Test
    void aThousandSendersAreAnsweredOnceEach() {
        stage.account("bob@d.example", m -> List.of(keep(m), vacation(m, Duration.ofDays(7), "a")));
        for (int i = 0; i < 300; i++) {
            receive("s" + i % 100 + "@far.example", "bob@d.example");
        }
        assertThat(answers()).hasSize(100);
    }

    /// The answer to a sender of whom two mails come at once: the second is decided about before the
    /// first is durable.
    @Test
    void twoMailsAtOnceAreAnsweredOnce() {
        AtomicBoolean nested = new AtomicBoolean();
        stage.account("bob@d.example", m -> List.of(keep(m), vacation(m, Duration.ofDays(7), "a")));
        Account carol =
                stage.account(
                        "carol@d.example",
                        m -> {
                            if (nested.compareAndSet(false, true)) {
                                receive(SENDER, "bob@d.example");
                            }
                            return List.of(keep(m));
                        });
        receive(SENDER, "bob@d.example", "carol@d.example");
        assertThat(stage.messages(carol, "INBOX")).hasSize(1);
        assertThat(answers()).hasSize(1);
    }

    /// THREATS V15; RFC 5228 §2.10.6
    @Test
    void aScriptThatFailsKeepsTheMessageAndIsRemembered() {
        Account bob = stage.mta.directory.account("bob@d.example");
        stage.scripts.put(
                bob.id(),
                (message, surroundings) ->
                        new org.pabal.sieve.Outcome(
                                List.of(keep(message)),
                                Optional.of(new Finding(3, 7, "too many steps")),
                                List.of(),
                                List.of()));
        Account carol = stage.mta.directory.account("carol@d.example");
        stage.scripts.put(
                carol.id(),
                (message, surroundings) -> {
                    throw new IllegalStateException("a bug");
                });
        assertThat(receive(SENDER, "bob@d.example", "carol@d.example")).startsWith("250");
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
        assertThat(stage.messages(carol, "INBOX")).hasSize(1);
        stage.mta.restart();
        assertThat(stage.memory.failures(bob.id()))
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.text()).isEqualTo("line 3, column 7: too many steps");
                    assertThat(failure.script()).isEqualTo("own script");
                    assertThat(failure.at()).isEqualTo(stage.mta.clock.instant());
                });
        assertThat(stage.memory.failures(carol.id())).hasSize(1);
    }

    /// THREATS V15
    @Test
    void whatCannotBeDecidedNowIsTriedAgain() {
        AtomicBoolean down = new AtomicBoolean(true);
        Account bob =
                stage.account(
                        "bob@d.example",
                        m -> {
                            if (down.get()) {
                                throw new UnavailableException("LDAP is down");
                            }
                            return List.of(fileInto(m, "Archive"), redirect(m, "dora@d.example"));
                        });
        Account carol = stage.mta.directory.account("carol@d.example");
        Account dora = stage.mta.directory.account("dora@d.example");
        assertThat(receive(SENDER, "bob@d.example", "carol@d.example")).startsWith("250");
        assertThat(stage.messages(carol, "INBOX")).hasSize(1);
        assertThat(stage.queued()).hasSize(1);
        stage.mta.work();
        assertThat(stage.queued()).hasSize(1);
        assertThat(stage.queued().getFirst().attempts()).isEqualTo(1);
        down.set(false);
        stage.mta.restart();
        stage.mta.clock.set(stage.mta.queue.nextDue().orElseThrow());
        stage.mta.queue.workOff(stage.mta.delivery);
        assertThat(stage.messages(bob, "Archive")).hasSize(1);
        assertThat(stage.queued()).isEmpty();
        assertThat(stage.messages(dora, "INBOX").getFirst())
                .contains("\r\nX-Sieve-Redirected-From: bob@d.example\r\n");
        assertThat(stage.findings()).isEmpty();
    }

    @Test
    void aDuplicateIsLeftOutWithinTheWindow() {
        stage.duplicateWindow = Duration.ofHours(1);
        stage.rebuild();
        Account bob = stage.mta.directory.account("bob@d.example");
        receive(SENDER, "bob@d.example");
        receive(SENDER, "bob@d.example");
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);
        assertThat(stage.records())
                .anyMatch(record ->
                        record.outcome() == Outcome.DISCARDED
                                && record.detail().equals("sieve.duplicate-window"));
        stage.mta.clock.advance(Duration.ofMinutes(61));
        receive(SENDER, "bob@d.example");
        assertThat(stage.messages(bob, "INBOX")).hasSize(2);
        String without = MESSAGE.replace("Message-ID: <1@client.example>\r\n", "");
        stage.mta.receive(SENDER).to("bob@d.example").send(without);
        stage.mta.receive(SENDER).to("bob@d.example").send(without);
        assertThat(stage.messages(bob, "INBOX")).hasSize(4);
        assertThat(stage.findings()).isEmpty();
    }

    @Test
    void whatIsDiscardedIsToldToTheLedgerAlone() {
        Account bob = stage.account("bob@d.example", m -> List.of(new Action.Discard()));
        assertThat(receive(SENDER, "bob@d.example")).startsWith("250");
        assertThat(stage.messages(bob, "INBOX")).isEmpty();
        assertThat(end("bob@d.example").outcome()).isEqualTo(Outcome.DISCARDED);
        assertThat(end("bob@d.example").fact(Fact.RULE)).contains("own script");
    }

    /// The account's script gets what the one before has made of the message.
    @Test
    void scriptsRunOneAfterTheOtherWhileTheyKeep() {
        List<String> order = new ArrayList<>();
        Script before =
                script(m -> said(order, "before", List.of(fileInto(m, "Archive"), keep(m))));
        Script after = script(m -> said(order, "after", List.of(keep(m))));
        stage.administrator = Scripts.around(before, after, stage.mta.clock);
        stage.rebuild();
        Account bob = stage.account("bob@d.example", m -> said(order, "own", List.of(keep(m))));
        receive(SENDER, "bob@d.example");
        assertThat(order).containsExactly("before", "own", "after");
        assertThat(stage.messages(bob, "Archive")).hasSize(1);
        assertThat(stage.messages(bob, "INBOX")).hasSize(1);

        order.clear();
        stage.account("carol@d.example", m -> said(order, "own", List.of(fileInto(m, "Archive"))));
        receive(SENDER, "carol@d.example");
        assertThat(order).containsExactly("before", "own");
    }

    private static List<Action> said(List<String> order, String name, List<Action> actions) {
        order.add(name);
        return actions;
    }

    private static List<Action> copied(SieveMessage message, int times) {
        List<Action> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(fileInto(message, "Archive"));
        }
        return all;
    }

    /// RFC 5228 §2.10.3
    @Test
    void whatIsFiledTwiceIntoAMailboxIsThereOnce() {
        Account bob = stage.account("bob@d.example", m -> copied(m, 3));
        receive(SENDER, "bob@d.example");
        assertThat(stage.messages(bob, "Archive")).hasSize(1);
    }
}
