// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.MtaStage.Session;
import org.pabal.smtp.SmtpReply;
import org.pabal.storage.StorageException;

/// Many mails to a store that fills up, fails and crashes: what was answered 250 is there once, what
/// was answered otherwise is nowhere, and the ledger says the same. Invariants I1 and I2.
final class PromiseSimulationTest {
    private static final int MAILS = 150;
    private static final List<String> LOCAL =
            List.of("alice@d.example", "bob@d.example", "tight@d.example");
    private static final List<String> ALL =
            List.of(
                    "alice@d.example",
                    "bob@d.example",
                    "tight@d.example",
                    "team@d.example",
                    "out@d.example",
                    "nobody@d.example",
                    "x@elsewhere.example");

    @Test
    void whatIsPromisedIsThereOnceAndWhatIsNotIsNowhere() {
        for (int seed = 0; seed < 12; seed++) {
            new Run(seed).run();
        }
    }

    private static final class Run {
        private final int seed;
        private final Random random;
        private final MtaStage stage;
        private final List<Account> accounts = new ArrayList<>();

        /// By subject: how many copies were promised.
        private final Map<String, Integer> promised = new HashMap<>();

        private final List<String> refused = new ArrayList<>();

        Run(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.stage = new MtaStage(seed);
            accounts.add(stage.directory.account(LOCAL.get(0)));
            accounts.add(stage.directory.account(LOCAL.get(1)));
            accounts.add(
                    stage.directory.account(
                            LOCAL.get(2), OptionalLong.of(6_000), true, Language.ENGLISH));
            stage.directory.alias("team@d.example", "alice@d.example", "gone@d.example");
            stage.directory.alias("out@d.example", "x@remote.example");
        }

        void run() {
            for (int i = 0; i < MAILS; i++) {
                stage.clock.advance(Duration.ofMillis(1 + random.nextInt(3_000)));
                trouble();
                send("mail-" + seed + "-" + i);
            }
            stage.restart();
            check();
        }

        private void trouble() {
            switch (random.nextInt(12)) {
                case 0 -> stage.storage.failNextCommits(2, new StorageException.Full("no room"));
                case 1 -> stage.storage.failNextCommits(1, new StorageException.Unavailable("x"));
                case 2 -> stage.restart();
                case 3 -> stage.refusals.write();
                default -> stage.storage.stopFailing();
            }
        }

        private void send(String subject) {
            boolean lmtp = random.nextInt(4) == 0;
            Session session = lmtp ? stage.receiveLmtp("") : stage.receive("");
            List<String> taken = new ArrayList<>();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                String to = ALL.get(random.nextInt(ALL.size()));
                if (MtaStage.text(session.rcpt(to)).equals("accept")) {
                    taken.add(to);
                }
            }
            if (taken.isEmpty()) {
                session.reset();
                return;
            }
            String message =
                    "Subject: " + subject + "\r\n\r\n" + "x".repeat(random.nextInt(600)) + "\r\n";
            if (random.nextInt(8) == 0) {
                session.breakOff(message);
                refused.add(subject);
                return;
            }
            List<SmtpReply> replies = session.sendForReplies(message);
            boolean any = replies.stream().anyMatch(SmtpReply::isPositive);
            if (!any) {
                assertTrue(
                        replies.stream().allMatch(r -> r.isTransient() || r.code() == 552),
                        () -> replies + " seed " + seed);
                refused.add(subject);
                return;
            }
            List<String> copies = new ArrayList<>();
            for (int i = 0; i < taken.size(); i++) {
                if (replies.get(replies.size() == 1 ? 0 : i).isPositive()) {
                    String end =
                            taken.get(i).equals("team@d.example") ? LOCAL.get(0) : taken.get(i);
                    if (!copies.contains(end)) {
                        copies.add(end);
                    }
                }
            }
            promised.put(subject, copies.size());
        }

        private void check() {
            Map<String, Integer> found = new HashMap<>();
            for (Account account : accounts) {
                for (String message : stage.mailboxes.messages(account)) {
                    found.merge(subject(message), 1, Integer::sum);
                }
            }
            Map<String, Integer> waiting = waiting();
            waiting.forEach((subject, copies) -> found.merge(subject, copies, Integer::sum));
            assertEquals(promised, found, "seed " + seed);
            refused.forEach(subject -> assertTrue(!found.containsKey(subject), subject));
        }

        /// Copies in the queue, by the subject that the ledger's mail id leads to.
        private Map<String, Integer> waiting() {
            Map<String, Integer> waiting = new HashMap<>();
            for (QueueEntry entry : stage.queue.list(Optional.empty(), 10_000)) {
                String message = stage.content(entry.content().blob());
                waiting.merge(subject(message), entry.recipients().size(), Integer::sum);
                List<LedgerRecord> records = stage.ledger.of(entry.id().mail());
                assertTrue(
                        records.stream().anyMatch(r -> r.outcome() == Outcome.QUEUED),
                        "seed " + seed);
            }
            return waiting;
        }

        private static String subject(String message) {
            int at = message.indexOf("Subject: ") + 9;
            return message.substring(at, message.indexOf("\r\n", at));
        }
    }
}
