// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.scripted;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.scripted.ScriptedStage.fileInto;
import static org.pabal.mta.scripted.ScriptedStage.keep;
import static org.pabal.mta.scripted.ScriptedStage.redirect;
import static org.pabal.mta.scripted.ScriptedStage.vacation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.mda.notes.format.v1.Sum;
import org.pabal.message.UnavailableException;
import org.pabal.mta.testing.MtaStage;
import org.pabal.sieve.Action;
import org.pabal.sieve.Action.Reject;
import org.pabal.sieve.SieveMessage;
import org.pabal.smtp.SmtpReply;
import org.pabal.storage.StorageException;

/// Mails for accounts with scripts while storage fails, scripts cannot tell and the server crashes:
/// what was answered 250 is filed once and passed on once, what was not is nowhere, no sender is
/// answered twice, and the ledger says the same. Invariants I1 and I2; THREATS V15.
final class ScriptedSimulationTest {
    private static final int MAILS = 60;

    @Test
    void everythingThatAScriptSaysIsDoneOnceOrNotAtAll() {
        for (int seed = 0; seed < 8; seed++) {
            new Run(seed).run();
        }
    }

    private static final class Run {
        private final int seed;
        private final Random random;
        private final ScriptedStage stage;
        private final Account filing;
        private final Account passing;
        private final Account passedTo;
        private final Account refusing;
        private final Account answering;
        private final List<String> promised = new ArrayList<>();
        private final List<String> refused = new ArrayList<>();
        private boolean down;

        Run(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.stage = new ScriptedStage(seed);
            filing =
                    stage.account(
                            "filing@d.example",
                            """
                            require ["fileinto", "mailbox"];
                            # pabal:rule ab on Archive
                            if header :contains "subject" "mail" {
                              fileinto "Archive";
                              fileinto :create "new";
                            }
                            # pabal:end ab
                            if header :contains "subject" "-7." { keep; }
                            """);
            passedTo = stage.mta.directory.account("passed@d.example");
            passing = stage.account("passing@d.example", this::passes);
            refusing = stage.account("refusing@d.example", m -> List.of(new Reject("No.", true)));
            answering =
                    stage.account(
                            "answering@d.example",
                            m -> List.of(keep(m), vacation(m, Duration.ofDays(7), "away")));
        }

        /// Passes on, and now and then cannot tell.
        private List<Action> passes(SieveMessage message) {
            if (down) {
                throw new UnavailableException("not now");
            }
            return List.of(fileInto(message, "Archive"), redirect(message, "passed@d.example"));
        }

        void run() {
            for (int i = 0; i < MAILS; i++) {
                stage.mta.clock.advance(Duration.ofMillis(1 + random.nextInt(3_000)));
                trouble();
                send("mail-" + seed + "-" + i + ".");
                if (random.nextInt(4) == 0) {
                    work();
                }
            }
            stage.mta.restart();
            down = false;
            for (int i = 0; i < 200 && stage.mta.queue.nextDue().isPresent(); i++) {
                stage.mta.workNext();
            }
            check();
        }

        private void trouble() {
            down = random.nextInt(4) == 0;
            switch (random.nextInt(10)) {
                case 0 ->
                        stage.mta.storage.failNextCommits(2, new StorageException.Full("no room"));
                case 1 ->
                        stage.mta.storage.failNextCommits(1, new StorageException.Unavailable("x"));
                case 2 -> stage.mta.restart();
                default -> stage.mta.storage.stopFailing();
            }
        }

        /// A worker that meets a broken store leaves its entry as it is, to be tried again.
        private void work() {
            try {
                stage.mta.work();
            } catch (UnavailableException trouble) {
                stage.mta.restart();
            }
        }

        private void send(String subject) {
            String content = MtaStage.MESSAGE.replace("Subject: hello", "Subject: " + subject);
            try {
                SmtpReply reply =
                        stage.mta
                                .receive("alice" + random.nextInt(5) + "@d.example")
                                .to(
                                        "filing+tag@d.example",
                                        "passing@d.example",
                                        "refusing@d.example",
                                        "answering@d.example")
                                .sendForReplies(content)
                                .getFirst();
                (reply.isPositive() ? promised : refused).add(subject);
            } catch (UnavailableException trouble) {
                refused.add(subject);
            }
        }

        private void check() {
            String where = "seed " + seed + ": ";
            assertTrue(promised.size() > 20, where + "few were promised");
            assertTrue(refused.size() > 2, where + "nothing failed");
            Map<String, Integer> expected = new HashMap<>();
            promised.forEach(subject -> expected.put(subject, 1));
            assertEquals(expected, counted(filing, "Archive"), where + "filed");
            assertEquals(expected, counted(filing, "new"), where + "filed into a new mailbox");
            Sum notes = stage.notes.of(filing.id());
            Instant now = stage.mta.clock.instant();
            assertEquals(promised.size(), notes.count("ab", now), where + "counted by rule");
            assertEquals(promised.size(), notes.addresses().get("filing+tag@d.example").mails());
            assertEquals(expected, counted(passing, "Archive"), where + "kept");
            assertEquals(expected, counted(passedTo, "INBOX"), where + "passed on");
            assertEquals(expected, counted(answering, "INBOX"), where + "kept and answered");
            assertEquals(Map.of(), counted(refusing, "INBOX"), where + "refused");
            assertTrue(stage.memory.failures(passing.id()).isEmpty(), where + "failures");
            assertEquals(List.of(), stage.findings(), where + "the ledger");
            assertEquals(answers(), answered(), where + "each sender is answered once");
        }

        /// How often each subject is there.
        private Map<String, Integer> counted(Account account, String mailbox) {
            Map<String, Integer> counted = new HashMap<>();
            for (String message : stage.messages(account, mailbox)) {
                int at = message.indexOf("Subject: ") + "Subject: ".length();
                counted.merge(message.substring(at, message.indexOf("\r\n", at)), 1, Integer::sum);
            }
            return counted;
        }

        /// Senders are accounts of nobody: the ledger knows whom an answer was for.
        private long answered() {
            return stage.records().stream()
                    .filter(record ->
                            record.reversePath().equals("<>")
                                    && record.recipient().startsWith("alice")
                                    && record.outcome().isEnd())
                    .map(record -> record.mail().toString() + record.recipient())
                    .distinct()
                    .count();
        }

        /// Rejections go to the same senders, one for each mail.
        private long answers() {
            return promised.size()
                    + stage.records().stream()
                            .filter(record ->
                                    record.recipient().startsWith("answering")
                                            && record.outcome().isEnd())
                            .map(record -> record.reversePath())
                            .distinct()
                            .count();
        }
    }
}
