// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.filter.Experience.Recollection;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.FilterAnswer.Said;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.filter.history.format.v1.DatedSet;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Address;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.VirusCheck;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.statistics.Kind;
import org.pabal.storage.testing.FakeStorage;

class HistoryTest {
    private static final Account BOB =
            new Account(
                    new AccountId(1),
                    Address.of("bob@example.org"),
                    "",
                    Language.ENGLISH,
                    OptionalLong.empty(),
                    true);

    private FakeStorage storage = new FakeStorage();
    private StoredMailboxes mailboxes = mailboxes();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Set<AccountId> gone = new HashSet<>();
    private History history = history();

    private StoredMailboxes mailboxes() {
        return new StoredMailboxes(storage, () -> now, MailboxConfig.defaults());
    }

    private History history() {
        History made = new History(storage, mailboxes, id -> !gone.contains(id), () -> now);
        made.load();
        return made;
    }

    private void restart() {
        history.write();
        mailboxes.close();
        storage = storage.reopened();
        mailboxes = mailboxes();
        history = history();
    }

    @AfterEach
    void close() {
        mailboxes.close();
        storage.close();
    }

    private static String words(long seed, int count) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(_ ->
                        random.ints(6, 'a', 'z' + 1)
                                .mapToObj(Character::toString)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining(" "));
    }

    private static MailReading reading(String header, String text) {
        byte[] octets =
                ("From: Alice <Alice@example.net>\r\n" + header + "\r\n" + text + "\r\n")
                        .getBytes(StandardCharsets.UTF_8);
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        return MailReading.of(scanner.finish(), octets);
    }

    private enum Proof {
        PROVED,
        NOT_PROVED
    }

    private MailInQuestion mail(String client, Proof proof, String header, String text) {
        return mail(client, proof, reading(header, text), List.of("bob@example.org"));
    }

    private MailInQuestion mail(
            String client, Proof proof, MailReading reading, List<String> recipients) {
        try {
            return new MailInQuestion(
                    "m",
                    new ArrivalFacts(
                            Optional.of(InetAddress.getByName(client)),
                            "",
                            Optional.empty(),
                            "",
                            "alice@example.net",
                            Optional.empty(),
                            Optional.of(proof == Proof.PROVED ? Result.PASS : Result.NONE),
                            List.of(),
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            recipients,
                            _ -> false,
                            now),
                    reading,
                    new byte[0],
                    0,
                    List.of(BOB));
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private List<String> tests(MailInQuestion mail) {
        return history.of(mail).of(BOB).stream().map(Finding::test).toList();
    }

    private void decide(MailInQuestion mail, double score, Outcome outcome) {
        Recollection recollection = history.of(mail);
        Said said = new Said(new Judgement(List.of(new Finding("T", score))), 5, outcome);
        recollection.decided(
                new FilterAnswer(said, Map.of(), VirusCheck.NOT_MADE, "", Optional.empty()));
    }

    @Test
    void whoWasWrittenToIsKnownIfTheMailProvesWhoItIs() {
        history.sent(BOB.id(), List.of("alice@EXAMPLE.net"), Optional.of("<id-1@example.org>"));
        restart();

        assertThat(tests(mail("192.0.2.1", Proof.PROVED, "", "hi")))
                .containsExactly("KNOWN_CORRESPONDENT");
        assertThat(tests(mail("192.0.2.1", Proof.NOT_PROVED, "", "hi"))).isEmpty();
        assertThat(
                        tests(
                                mail(
                                        "192.0.2.1",
                                        Proof.NOT_PROVED,
                                        "In-Reply-To: <id-1@example.org>\r\n",
                                        "x")))
                .containsExactly("REPLY_TO_OWN_MAIL");
        assertThat(
                        tests(
                                mail(
                                        "192.0.2.1",
                                        Proof.NOT_PROVED,
                                        "References: <id-2@example.org>\r\n",
                                        "x")))
                .isEmpty();
    }

    @Test
    void whoseMailWasKeptIsKnownFromTheNextDayOnUntilItIsCalledSpam() {
        MailInQuestion mail = mail("192.0.2.1", Proof.PROVED, "", "hi");
        assertThat(tests(mail)).containsExactly("FIRST_MAIL");
        decide(mail, 0, Outcome.DELIVER);
        assertThat(tests(mail)).isEmpty();
        now = now.plus(Duration.ofDays(1));
        assertThat(tests(mail("192.0.2.1", Proof.PROVED, "", "hi")))
                .containsExactly("KNOWN_SENDER");

        history.said(Optional.of(BOB.id()), mail.reading(), Optional.of(Kind.SPAM));
        assertThat(tests(mail)).containsExactly("FIRST_MAIL");
    }

    @Test
    void networksAndDomainsHaveAHistoryThatFades() {
        MailInQuestion spam = mail("192.0.2.1", Proof.NOT_PROVED, "", "hi");
        for (int i = 0; i < 12; i++) {
            decide(spam, 9, Outcome.JUNK);
        }
        restart();
        assertThat(tests(mail("192.0.2.99", Proof.NOT_PROVED, "", "hi"))).contains("HISTORY_BAD");
        assertThat(tests(mail("192.0.3.1", Proof.NOT_PROVED, "", "hi")))
                .doesNotContain("HISTORY_BAD");
        now = now.plus(Duration.ofDays(60));
        assertThat(tests(mail("192.0.2.99", Proof.NOT_PROVED, "", "hi")))
                .doesNotContain("HISTORY_BAD");

        MailInQuestion good = mail("192.0.2.1", Proof.PROVED, "", "hi");
        for (int i = 0; i < 25; i++) {
            decide(good, 0, Outcome.DELIVER);
        }
        // The domain is proved, and many share a network.
        assertThat(tests(good)).contains("HISTORY_GOOD");
    }

    @Test
    void aTextThatWasCalledSpamIsKnownAgainWithOtherNamesForThirtyDays() {
        String text = words(1, 200);
        history.said(Optional.empty(), reading("", "Dear Bob, " + text), Optional.of(Kind.SPAM));
        restart();

        assertThat(tests(mail("192.0.2.1", Proof.NOT_PROVED, "", "Dear Carol 17, " + text)))
                .contains("BULK_KNOWN");
        assertThat(tests(mail("192.0.2.1", Proof.NOT_PROVED, "", words(2, 200))))
                .doesNotContain("BULK_KNOWN");
        now = now.plus(Duration.ofDays(31));
        assertThat(tests(mail("192.0.2.1", Proof.NOT_PROVED, "", text)))
                .doesNotContain("BULK_KNOWN");
    }

    @Test
    void whoCallsATextGoodTakesItBack() {
        MailReading reading = reading("", words(1, 100));
        history.said(Optional.empty(), reading, Optional.of(Kind.SPAM));
        history.said(Optional.empty(), reading, Optional.of(Kind.HAM));
        restart();
        assertThat(tests(mail("192.0.2.1", Proof.NOT_PROVED, reading, List.of())))
                .doesNotContain("BULK_KNOWN");
    }

    @Test
    void theSameTextToManyIsBulkUnlessAListSendsIt() {
        String text = words(1, 100);
        for (int i = 0; i < 24; i++) {
            MailInQuestion mail =
                    mail(
                            "192.0.2." + i,
                            Proof.NOT_PROVED,
                            reading("", "Dear " + i + ", " + text),
                            List.of("user" + i + "@example.org"));
            assertThat(tests(mail)).as("recipient " + i).doesNotContain("BULK_MANY");
        }
        assertThat(tests(mail("192.0.2.1", Proof.NOT_PROVED, "", text))).contains("BULK_MANY");
        now = now.plus(Duration.ofHours(2));
        assertThat(tests(mail("192.0.2.1", Proof.NOT_PROVED, "", text)))
                .doesNotContain("BULK_MANY");
    }

    @Test
    void aRemovedAccountIsNotWrittenAnew() {
        history.sent(BOB.id(), List.of("alice@example.net"), Optional.empty());
        gone.add(BOB.id());
        history.write();
        assertThat(storage.version(org.pabal.storage.Space.account(1))).isZero();
    }

    @Test
    void theOldestOfTooManyGo() {
        DatedSet set = DatedSet.EMPTY;
        Random random = new Random(3);
        for (int day = 0; day < 1_000; day++) {
            set = set.with(random.nextLong(), day, day - 730, 100);
        }
        long last = random.nextLong();
        set = set.with(last, 1_000, 270, 100);
        assertThat(set.size()).isLessThanOrEqualTo(100).isGreaterThan(80);
        assertThat(set.dayOf(last)).hasValue(1_000);
        assertThat(set.without(last).dayOf(last)).isEmpty();
    }
}
