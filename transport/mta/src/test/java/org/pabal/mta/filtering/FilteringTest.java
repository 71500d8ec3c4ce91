// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Subaddress;
import org.pabal.filter.Advice;
import org.pabal.filter.Adviser;
import org.pabal.filter.Experience;
import org.pabal.filter.Greylisting;
import org.pabal.filter.KeptJudgement;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.filter.QuarantinedCopy;
import org.pabal.filter.judging.ContentFilter;
import org.pabal.filter.judging.FilterParts;
import org.pabal.filter.policy.SpamPolicy;
import org.pabal.filter.policy.Thresholds;
import org.pabal.filter.quarantine.Quarantine;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.FilingRules;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.PresetMailbox;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.testing.MtaStage;
import org.pabal.spam.Finding;
import org.pabal.spam.VirusCheck;
import org.pabal.storage.StorageException;

/// Each outcome, from the session to the mailbox.
final class FilteringTest {
    private static final String GTUBE =
            "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    private final MtaStage stage = new MtaStage(8);
    private final Account alice = stage.directory.account("alice@d.example");
    private final Account bob = stage.directory.account("bob@d.example");

    /// What each account's experience says of any mail.
    private final Map<Account, Double> experience = new HashMap<>();

    private Greylisting greylisting = Greylisting.OFF;
    private Thresholds thresholds = Thresholds.STANDARD;
    private ArrivalFilter.ThisHost thisHost = ArrivalFilter.ThisHost.NOT_JUDGED;
    private Fronts fronts = Fronts.NONE;
    private List<Adviser> advisers = List.of();

    FilteringTest() {
        stage.otherStore =
                Optional.of(storage ->
                        new StoredMailboxes(storage, stage.clock, MailboxConfig.defaults()));
        stage.agent = FilteringTest::rules;
        stage.filter = mta -> Optional.of(filter(mta));
        stage.build();
    }

    private static FilingRules rules(MtaStage mta) {
        return new FilingRules(
                new PresetMailbox(PresetMailbox.Details.NONE, Subaddress.PLUS, mta.store),
                mta.store);
    }

    private ArrivalFilter filter(MtaStage mta) {
        FilterParts standard = FilterParts.standard(mta.clock);
        ContentFilter filter =
                new ContentFilter(
                        new FilterParts(
                                SpamPolicy.alike(thresholds),
                                standard.points(),
                                this::recall,
                                advisers,
                                List.of(),
                                (mail, score) -> greylisting.ask(mail, score),
                                standard.time(),
                                standard.observer(),
                                mta.clock));
        return new ArrivalFilter(
                filter,
                filter.withoutGreylisting(),
                domain -> domain.equals("d.example"),
                new WindowRoom(),
                thisHost,
                fronts);
    }

    private Experience.Recollection recall(MailInQuestion mail) {
        return new Experience.Recollection() {
            @Override
            public List<Finding> everybody() {
                return mail.reading().text().contains("lottery")
                        ? List.of(new Finding("LOTTERY", 7.0))
                        : List.of();
            }

            @Override
            public List<Finding> of(Account account) {
                double points = experience.getOrDefault(account, 0.0);
                return points == 0 ? List.of() : List.of(new Finding("LEARNT", points, "by heart"));
            }
        };
    }

    private static String message(String more) {
        return "From: X <x@far.example>\r\nTo: alice@d.example, bob@d.example,"
                + " postmaster@d.example\r\nSubject: s\r\n"
                + "Message-ID: <1@far.example>\r\nDate: Sun, 1 Mar 2026 08:59:00 +0000\r\n"
                + more;
    }

    private String send(String message, String... to) {
        return stage.receive("x@far.example").to(to).send(message);
    }

    private List<String> in(Account account, Optional<SpecialUse> use) {
        AccountMailboxes mailboxes = stage.store.open(account);
        List<String> all = new ArrayList<>();
        for (MailboxInfo info : mailboxes.list()) {
            if (use.isPresent() ? info.specialUse().equals(use) : info.name().isInbox()) {
                MailboxSnapshot snapshot = mailboxes.snapshot(info.id()).orElseThrow();
                for (int i = 0; i < snapshot.count(); i++) {
                    all.add(text(mailboxes, snapshot, i));
                }
            }
        }
        return all;
    }

    private static String text(AccountMailboxes mailboxes, MailboxSnapshot snapshot, int index) {
        StoredMessage stored = mailboxes.messages(List.of(snapshot.email(index))).getFirst();
        byte[] octets = new byte[(int) stored.octets()];
        try (AccountMailboxes.MessageOctets open = mailboxes.octets(stored)) {
            int have = 0;
            while (have < octets.length) {
                have += open.read(have, octets, have, octets.length - have);
            }
        }
        return snapshot.flags(index).names()
                + "\n"
                + stored.judgement()
                + "\n"
                + new String(octets, StandardCharsets.UTF_8);
    }

    private List<String> inbox(Account account) {
        return in(account, Optional.empty());
    }

    private List<String> junk(Account account) {
        return in(account, Optional.of(SpecialUse.JUNK));
    }

    @Test
    void gtubeIsRefusedInTheSession() {
        String reply = send(message("\r\n" + GTUBE + "\r\n"), "alice@d.example");
        assertThat(reply)
                .isEqualTo(
                        "550 5.7.1 Judged to be spam, score 1000.0; if it is not, write to"
                                + " postmaster@d.example");
        stage.refusals.write();
        assertThat(inbox(alice)).isEmpty();
        assertThat(junk(alice)).isEmpty();
        assertThat(facts(Fact.SPAM)).containsExactly("1000.0/5.0 refuse");
        assertThat(facts(Fact.SPAM_TESTS)).containsExactly("GTUBE=1000.0");
    }

    private List<String> facts(Fact fact) {
        return stage
                .ledger
                .between(
                        stage.clock.instant().minusSeconds(60),
                        stage.clock.instant().plusSeconds(60),
                        100)
                .stream()
                .flatMap((LedgerRecord record) -> record.fact(fact).stream())
                .toList();
    }

    @Test
    void whatIsNoSpamIsDeliveredWithFieldsThatSaySo() {
        assertThat(send(message("\r\nHi.\r\n"), "alice@d.example")).startsWith("250");
        assertThat(inbox(alice)).hasSize(1);
        assertThat(inbox(alice).getFirst())
                .contains("X-Spam-Score: 0.0\r\n")
                .contains("X-Spam-Status: No, score=0.0 required=5.0 tests=none\r\n")
                .doesNotContain("X-Spam-Flag");
        assertThat(facts(Fact.SPAM)).containsExactly("0.0/5.0 deliver");
    }

    @Test
    void fieldsOfStrangersAreTakenOut() {
        send(
                message(
                        "X-Spam-Status: No, score=-99\r\n tests=FRIEND=-99\r\nx-spam-flag: NO\r\n"
                                + "X-Spammer: stays\r\n\r\nHi.\r\n"),
                "alice@d.example");
        assertThat(inbox(alice).getFirst())
                .doesNotContain("-99")
                .doesNotContain("x-spam-flag")
                .contains("X-Spammer: stays\r\n");
    }

    @Test
    void spamGoesIntoJunkForWhomItIsSpam() {
        experience.put(bob, 6.0);
        assertThat(send(message("\r\nHi.\r\n"), "alice@d.example", "bob@d.example"))
                .startsWith("250");
        assertThat(inbox(alice)).hasSize(1);
        assertThat(inbox(bob)).isEmpty();
        String kept = junk(bob).getFirst();
        assertThat(kept).startsWith("[$Junk]\n").contains("X-Spam-Status: No, score=0.0");
        assertThat(KeptJudgement.parse(kept.lines().skip(1).findFirst().orElseThrow()))
                .hasValueSatisfying(judged -> {
                    assertThat(judged.outcome()).isEqualTo(Outcome.JUNK);
                    assertThat(judged.judgement().score()).isEqualTo(6.0);
                    assertThat(judged.judgement().findings())
                            .containsExactly(new Finding("LEARNT", 6.0, "by heart"));
                });
    }

    @Test
    void whatOneOfTwoWouldRefuseIsJunkForHer() {
        experience.put(bob, 20.0);
        assertThat(send(message("\r\nHi.\r\n"), "alice@d.example", "bob@d.example"))
                .startsWith("250");
        assertThat(inbox(alice)).hasSize(1);
        assertThat(junk(bob)).hasSize(1);
        experience.put(alice, 16.0);
        assertThat(send(message("\r\nHi.\r\n"), "alice@d.example", "bob@d.example"))
                .startsWith("550 5.7.1 ");
    }

    @Test
    void withoutAJunkMailboxItIsInInboxWithTheKeyword() {
        experience.put(alice, 6.0);
        AccountMailboxes mailboxes = stage.store.open(alice);
        for (MailboxInfo info : mailboxes.list()) {
            if (info.specialUse().equals(Optional.of(SpecialUse.JUNK))) {
                mailboxes.delete(info.name());
            }
        }
        send(message("\r\nHi.\r\n"), "alice@d.example");
        assertThat(inbox(alice).getFirst()).startsWith("[$Junk]\n");
    }

    private Quarantine quarantine() {
        return new Quarantine(stage.storage, Duration.ofDays(30), stage.clock);
    }

    @Test
    void whatIsKeptAsideIsInNoMailboxUntilItIsReleased() {
        thresholds = new Thresholds(Thresholds.NEVER, 5, 8, 15);
        stage.build();
        experience.put(bob, 9.0);
        assertThat(send(message("\r\nHi.\r\n"), "alice@d.example", "bob@d.example"))
                .startsWith("250");
        assertThat(inbox(alice)).hasSize(1);
        assertThat(inbox(bob)).isEmpty();
        assertThat(junk(bob)).isEmpty();
        stage.restart();
        QuarantinedCopy copy = quarantine().list("", 10).getFirst();
        assertThat(copy.address()).isEqualTo("bob@d.example");
        assertThat(quarantine().list(copy.mailId(), 10)).isEmpty();
        assertThat(ends()).containsExactlyInAnyOrder("STORED", "QUARANTINED");

        QuarantineDesk desk = desk();
        assertThat(new String(desk.beginning(copy, 4_000), StandardCharsets.US_ASCII))
                .contains("Subject: s\r\n");
        assertThat(desk.release(copy)).isInstanceOf(QuarantineDesk.Released.Delivered.class);
        assertThat(inbox(bob)).hasSize(1);
        assertThat(inbox(bob).getFirst())
                .startsWith("[]\ndeliver 5.0\tRELEASED=-9.0\tLEARNT=9.0 by heart\n")
                .contains("X-Spam-Status: No, score=0.0 required=5.0\r\n tests=RELEASED=0.0\r\n")
                .containsOnlyOnce("X-Spam-Status: ")
                .contains("\r\n\r\nHi.\r\n");
        assertThat(quarantine().list("", 10)).isEmpty();
        assertThat(stage.storage.verify()).isEmpty();
    }

    private QuarantineDesk desk() {
        return new QuarantineDesk(
                stage.router, stage.acceptance, stage.storage, stage.store, stage.ids, stage.clock);
    }

    /// Whoever files it later has its fields only, and the account's thresholds of then.
    @Test
    void whatIsReleasedAndHasToWaitIsDeliveredAllTheSame() {
        thresholds = new Thresholds(Thresholds.NEVER, 5, 6, 15);
        stage.agent = this::away;
        stage.build();
        experience.put(alice, 7.0);
        send(message("\r\nlottery\r\n"), "alice@d.example");
        QuarantinedCopy copy = quarantine().list("", 1).getFirst();
        assertThat(desk().release(copy)).isInstanceOf(QuarantineDesk.Released.Delivered.class);
        assertThat(quarantine().list("", 10)).isEmpty();
        assertThat(stage.queue.size()).isEqualTo(1);
        stage.restart();
        isAway = false;
        stage.workNext();
        assertThat(stage.queue.size()).isZero();
        assertThat(quarantine().list("", 10)).isEmpty();
        assertThat(junk(alice)).isEmpty();
        assertThat(inbox(alice).getFirst())
                .startsWith("[]\ndeliver 5.0\tRELEASED=-")
                .contains("\tLEARNT=7.0 by heart\n")
                .containsOnlyOnce("X-Spam-Status: ");
        assertThat(stage.storage.verify()).isEmpty();
    }

    /// A crash before the commit that delivers a copy leaves it where it was, to be released again.
    @Test
    void aReleaseThatFailsLeavesTheCopyInQuarantine() {
        thresholds = new Thresholds(Thresholds.NEVER, 5, 6, 15);
        stage.build();
        experience.put(alice, 7.0);
        send(message("\r\nlottery\r\n"), "alice@d.example");
        QuarantinedCopy copy = quarantine().list("", 1).getFirst();
        stage.storage.failNextCommits(1, new StorageException.Unavailable("away"));
        assertThatThrownBy(() -> desk().release(copy)).isInstanceOf(UnavailableException.class);
        assertThat(quarantine().list("", 10)).hasSize(1);
        assertThat(inbox(alice)).isEmpty();
        desk().release(copy);
        assertThat(inbox(alice)).hasSize(1);
        assertThat(quarantine().list("", 10)).isEmpty();
        assertThat(stage.storage.verify()).isEmpty();
    }

    private List<String> ends() {
        return stage
                .ledger
                .between(
                        stage.clock.instant().minusSeconds(60),
                        stage.clock.instant().plusSeconds(60),
                        100)
                .stream()
                .filter(record -> record.outcome().isEnd())
                .map(record -> record.outcome().name())
                .toList();
    }

    @Test
    void whatNobodyReleasesIsGivenUpAfterItsTime() {
        thresholds = new Thresholds(Thresholds.NEVER, 5, 8, 15);
        stage.build();
        experience.put(bob, 9.0);
        send(message("\r\nHi.\r\n"), "bob@d.example");
        stage.clock.advance(Duration.ofDays(29));
        send(message("\r\nHi.\r\n"), "bob@d.example");
        assertThat(quarantine().expire()).isZero();
        stage.clock.advance(Duration.ofDays(2));
        assertThat(quarantine().expire()).isEqualTo(1);
        assertThat(quarantine().list("", 10)).hasSize(1);
        quarantine().delete(quarantine().list("", 10));
        assertThat(quarantine().list("", 10)).isEmpty();
    }

    /// What waits is judged by what was found when it came, for what each account wants.
    @Test
    void whatHasWaitedIsFiledByItsFields() {
        stage.agent = mta -> away(mta);
        stage.build();
        send(message("\r\nlottery\r\n"), "alice@d.example");
        assertThat(junk(alice)).isEmpty();
        isAway = false;
        stage.workNext();
        assertThat(junk(alice)).hasSize(1);
        assertThat(inbox(alice)).isEmpty();
    }

    private boolean isAway = true;

    private DeliveryAgent away(MtaStage mta) {
        FilingRules rules = rules(mta);
        return new DeliveryAgent() {
            @Override
            public Decision decide(ArrivedMail mail, LocalRecipient recipient) {
                if (isAway) {
                    throw new UnavailableException("the account is away");
                }
                return rules.decide(mail, recipient);
            }

            @Override
            public Decision.Taken insteadOf(
                    Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
                return rules.decide(mail, recipient);
            }
        };
    }

    /// Fields from below our own trace are a stranger's.
    @Test
    void onlyOurOwnFieldsAreBelieved() {
        HeaderSection header =
                header("Return-Path: <>\r\nReceived: by us\r\nX-Spam-Status: Yes, score=9\r\n\r\n");
        assertThat(ArrivalFilter.ownFields(header)).isEmpty();
        assertThat(
                        ArrivalFilter.ownFields(
                                header("X-Spam-Status: Yes, score=9.0\r\nReceived: by us\r\n\r\n")))
                .hasValueSatisfying(fields -> assertThat(fields.score()).isEqualTo(9.0));
    }

    private static HeaderSection header(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return HeaderSection.parse(octets, 0, octets.length);
    }

    /// RFC 5321 §4.5.1.
    @Test
    void thePostmasterIsReachedWhateverTheFilterSays() {
        stage.directory.account("postmaster@d.example");
        assertThat(send(message("\r\n" + GTUBE + "\r\n"), "postmaster@d.example"))
                .startsWith("250");
    }

    @Test
    void inDoubtTheClientIsAskedToComeAgain() {
        greylisting = (mail, score) -> Optional.of(Duration.ofSeconds(90));
        assertThat(send(message("\r\nHi.\r\n"), "alice@d.example"))
                .isEqualTo("451 4.7.1 Not taken for now, try again in 2 minutes");
        assertThat(inbox(alice)).isEmpty();
    }

    /// A fault of the filter's own never keeps a mail out, nor files it as junk.
    @Test
    void aFilterThatBreaksLetsMailPass() {
        greylisting =
                (mail, score) -> {
                    throw new IllegalStateException("a bug");
                };
        assertThat(send(message("\r\nHi.\r\n"), "alice@d.example")).startsWith("250");
        assertThat(inbox(alice)).hasSize(1);
    }

    /// As fetchmail brings it, or a proxy that does not say for whom.
    @Test
    void whatComesFromThisHostIsJudgedByItsContentIfTheSettingsSaySo() {
        thisHost = ArrivalFilter.ThisHost.JUDGED;
        stage.build();
        assertThat(
                        stage.receiveFrom("127.0.0.1", "x@far.example")
                                .to("alice@d.example")
                                .send(message("\r\n" + GTUBE + "\r\n")))
                .startsWith("550 5.7.1 ");
    }

    private void isFront(String address) {
        InetAddress front = InetAddress.ofLiteral(address);
        fronts = new Fronts(front::equals, Set.of("mx.front.example"));
        stage.build();
    }

    /// A front would tell a forged sender, and comes again in any case.
    @Test
    void whatAFrontHandsOnIsJudgedAndNeverRefused() {
        greylisting = (mail, score) -> Optional.of(Duration.ofSeconds(90));
        isFront("192.0.2.7");
        String spam = message("X-Spam-Flag: NO\r\n\r\n" + GTUBE + "\r\n");
        assertThat(stage.receiveLmtp("x@far.example").to("alice@d.example").send(spam))
                .startsWith("250");
        assertThat(inbox(alice)).isEmpty();
        assertThat(junk(alice).getFirst())
                .startsWith("[$Junk]\njunk 5.0\tGTUBE=1000.0\n")
                .contains("X-Spam-Flag: YES\r\n")
                .doesNotContain("X-Spam-Flag: NO");
        assertThat(send(spam, "bob@d.example")).startsWith("250");
        assertThat(junk(bob)).hasSize(1);
    }

    @Test
    void otherLmtpPeersAreBelieved() {
        isFront("192.0.2.8");
        assertThat(
                        stage.receiveLmtp("x@far.example")
                                .to("alice@d.example")
                                .send(message("\r\n" + GTUBE + "\r\n")))
                .startsWith("250");
        assertThat(inbox(alice).getFirst()).startsWith("[]\n").doesNotContain("X-Spam-");
    }

    @Test
    void aVirusBehindAFrontIsKeptAside() {
        advisers = List.of(new FindsAVirus());
        isFront("192.0.2.7");
        stage.receiveLmtp("x@far.example").to("alice@d.example").send(message("\r\nHi.\r\n"));
        assertThat(inbox(alice)).isEmpty();
        assertThat(junk(alice)).isEmpty();
        assertThat(quarantine().list("", 10)).hasSize(1);
    }

    private static final class FindsAVirus implements Adviser {
        @Override
        public String name() {
            return "scanner";
        }

        @Override
        public Advice ask(MailInQuestion mail) {
            return new Advice(
                    List.of(new Finding(VirusCheck.FOUND_TEST, 10)), Outcome.REFUSE, "virus X");
        }
    }

    @Test
    void programsOfThisHostAndOwnNetworksAreNotJudged() {
        assertThat(
                        stage.receiveFrom("127.0.0.1", "x@far.example")
                                .to("bob@d.example")
                                .send(message("\r\n" + GTUBE + "\r\n")))
                .startsWith("250");
        assertThat(
                        stage.receiveLmtp("x@far.example")
                                .to("alice@d.example")
                                .send(message("X-Spam-Flag: YES\r\n\r\n" + GTUBE + "\r\n")))
                .startsWith("250");
        assertThat(inbox(alice).getFirst())
                .contains("X-Spam-Flag: YES\r\n")
                .doesNotContain("X-Spam-Score");
    }
}
