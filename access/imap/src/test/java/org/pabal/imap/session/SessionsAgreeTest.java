// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pabal.imap.session.ModelSession.By;
import org.pabal.imap.session.Picture.Known;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.stored.MailboxConfig;

/// Random commands on several connections to the same two mailboxes, against a model. After each,
/// the mailboxes are what the model says, and what the client was told adds up to that.
///
/// More of it: `-Dpabal.imap.seeds=500`.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionsAgreeTest {
    private static final int SEEDS = Integer.getInteger("pabal.imap.seeds", 5);
    private static final int FIRST = Integer.getInteger("pabal.imap.seed", 1);
    private static final int STEPS = 150;
    private static final String[] FLAGS = {"\\Seen", "\\Flagged", "\\Deleted", "$A", "$B", "$C"};
    private static final String[] MAILBOXES = {"INBOX", "Archive"};

    /// All clients are of this kind, or of this and any other.
    @ParameterizedTest
    @EnumSource
    void everyPictureIsTheMailbox(Mode mode) throws Exception {
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            List<String> log = new ArrayList<>();
            try (ImapStage stage = new ImapStage(config(seed))) {
                new Play(stage, mode, new Random(seed), log).run();
            } catch (AssertionError | RuntimeException e) {
                int from = Math.max(0, log.size() - 25);
                throw new AssertionError(
                        "seed "
                                + seed
                                + " of "
                                + mode
                                + " after "
                                + String.join("\n", log.subList(from, log.size())),
                        e);
            }
        }
    }

    /// Some forget expunges soon, some keep hardly anything in memory.
    private static MailboxConfig config(int seed) {
        MailboxConfig config = MailboxConfig.defaults();
        config = seed % 2 == 0 ? config.withMaxLogEntries(3) : config;
        return seed % 3 == 0 ? config.withCachedMessages(1) : config;
    }

    private static final class Play {
        private final Random random;
        private final List<String> log;
        private final Map<String, ModelMailbox> model = new LinkedHashMap<>();
        private final List<ModelSession> sessions = new ArrayList<>();
        private int subjects;

        Play(ImapStage stage, Mode mode, Random random, List<String> log) throws Exception {
            this.random = random;
            this.log = log;
            stage.fill("INBOX", random.nextInt(3) == 0 ? 140 : 8); // more than one page, or less
            Map<EmailId, String> contents = new HashMap<>();
            MailboxSnapshot inbox = stage.snapshot("INBOX");
            for (int i = 0; i < inbox.count(); i++) {
                contents.put(inbox.email(i), "Number " + (i + 1));
            }
            for (String name : MAILBOXES) {
                model.put(name, new ModelMailbox(stage.snapshot(name)));
            }
            boolean mixed = random.nextBoolean();
            for (int i = 0; i < 4; i++) {
                Mode own = i > 1 && mixed ? Mode.values()[random.nextInt(5)] : mode;
                sessions.add(new ModelSession(stage, model, contents, own));
            }
        }

        void run() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                int who = random.nextInt(sessions.size());
                act(who, sessions.get(who));
                for (ModelSession session : sessions) {
                    if (session.isIdling()) {
                        session.hearUntilAgreed();
                    }
                }
            }
            for (ModelSession session : sessions) {
                if (session.isIdling()) {
                    session.done();
                } else if (session.selected().isPresent()) {
                    session.noop();
                }
                session.close();
            }
        }

        private void act(int who, ModelSession session) throws Exception {
            if (session.isIdling()) {
                if (random.nextInt(3) == 0) {
                    told(who, "DONE");
                    session.done();
                }
                return;
            }
            if (session.selected().isEmpty()) {
                open(who, session);
                return;
            }
            if (random.nextInt(25) == 0) {
                leave(who, session);
                return;
            }
            inMailbox(who, session);
        }

        private void open(int who, ModelSession session) throws Exception {
            String name = random.nextInt(3) == 0 ? "Archive" : "INBOX";
            int how = random.nextInt(8);
            told(who, "open " + name + " by " + how);
            switch (how) {
                case 0 -> session.select(name, true);
                case 1, 2 -> session.select(name, false);
                case 3 -> session.status(name);
                case 4 -> session.append(name, newSubjects(), flags());
                default -> session.resync(name, how - 5);
            }
        }

        private void leave(int who, ModelSession session) throws Exception {
            int how = random.nextInt(3);
            told(who, "leave by " + how);
            switch (how) {
                case 0 -> session.leave(true);
                case 1 -> session.leave(false);
                default -> session.reconnect();
            }
        }

        private void inMailbox(int who, ModelSession session) throws Exception {
            By by = random.nextInt(3) == 0 ? By.UID : By.NUMBER;
            List<Long> some = some(session);
            String target = MAILBOXES[random.nextInt(2)];
            int what = random.nextInt(some.isEmpty() || session.isReadOnly() ? 8 : 17);
            if (some.isEmpty() && what > 5) {
                what = 0;
            }
            told(who, session.selected() + " " + what + " " + by + " " + some + " " + target);
            switch (what) {
                case 0 -> session.noop();
                case 1 -> session.idle();
                case 2 -> session.append(target, newSubjects(), flags());
                case 3 -> session.status(target);
                case 4 -> session.search(by, FLAGS[random.nextInt(FLAGS.length)]);
                case 5 -> session.fetchChangedSince(session.mode().isQuick());
                case 6 -> session.fetchSubjects(by, some);
                case 7 -> session.copy(by, some, target);
                case 8 -> session.fetchFlags(by, some);
                case 9 -> session.expunge();
                case 10 -> session.expunge(some);
                case 11 -> session.move(by, some, target);
                case 12 -> session.storeUnchangedSince(by, some, random.nextInt(6), flags());
                case 13 -> session.store(by, some, "FLAGS", flags(), random.nextBoolean());
                case 14, 15 -> session.store(by, some, "+FLAGS", flags(), random.nextBoolean());
                default -> session.store(by, some, "-FLAGS", flags(), random.nextBoolean());
            }
        }

        private void told(int who, String what) {
            log.add(who + ": " + what);
        }

        private List<Long> some(ModelSession session) {
            List<Long> some = new ArrayList<>();
            for (Known known : session.known()) {
                if (random.nextInt(4) == 0) {
                    some.add(known.uid);
                }
            }
            return some;
        }

        private Set<String> flags() {
            Set<String> flags = new TreeSet<>();
            for (int i = 0; i < 2; i++) {
                flags.add(FLAGS[random.nextInt(FLAGS.length)]);
            }
            return flags;
        }

        private List<String> newSubjects() {
            List<String> all = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                all.add("m" + ++subjects);
            }
            return all;
        }
    }
}
