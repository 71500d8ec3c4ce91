// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.AccountId;
import org.pabal.filter.learning.Learning.Example;
import org.pabal.filter.learning.format.v1.LearningKeys.Place;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.UidSet;
import org.pabal.message.UnavailableException;
import org.pabal.spam.statistics.Kind;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;

/// People move, copy, mark, append and expunge at random; learning runs now and then, commits fail, the
/// server is killed. In the end the models are what they are when each text is learnt once as what was
/// said of it last.
class LearningSimulationTest {
    private static final int TEXTS = 12;
    private static final int STEPS = 120;
    private static final List<String> MAILBOXES = List.of("INBOX", "Junk", "Trash", "Archive");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasSaidLastIsLearntOnceWhateverFails(long seed) {
        Random random = new Random(seed);
        Map<Integer, Optional<Kind>> said = new TreeMap<>();
        try (Classroom room =
                new Classroom(LearningConfig.defaults().withBounds(5_000, 999, 999, 999, 3))) {
            Actor actor = new Actor(room, random, said);
            for (int step = 0; step < STEPS; step++) {
                actor.step();
                learnOrFail(room, random);
            }
            room.storage.stopFailing();
            room.learnAll(1);

            assertThat(model(room, 1)).as("seed " + seed + ": own").isEqualTo(expected(said, true));
            assertThat(model(room, 0))
                    .as("seed " + seed + ": shared")
                    .isEqualTo(expected(said, false));
        }
    }

    private static void learnOrFail(Classroom room, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> room.crash();
            case 1, 2, 3 -> {
                if (random.nextInt(3) == 0) {
                    room.storage.failNextCommits(1, new StorageException.Unavailable("away"));
                }
                try {
                    room.learning.learnFrom(new AccountId(1));
                    room.learning.countVotes();
                } catch (UnavailableException | StorageException away) {
                    // Nothing of it happened; it comes again.
                }
                room.storage.stopFailing();
            }
            default -> {
                // nobody learns for now
            }
        }
    }

    /// @param account 0 for the shared model
    private static byte[] model(Classroom room, long account) {
        return account == 0
                ? room.storage.read(Space.Shared.FILTER, Place.OF_ALL.model()).orElse(new byte[0])
                : room.storage
                        .read(Space.account(account), Place.OF_ACCOUNT.model())
                        .orElse(new byte[0]);
    }

    private static byte[] expected(Map<Integer, Optional<Kind>> said, boolean own) {
        List<Example> examples = new ArrayList<>();
        said.forEach((text, word) -> {
            if (word.isPresent()) {
                examples.add(new Example(Classroom.text("text " + text), word));
            }
        });
        try (Classroom room = new Classroom(LearningConfig.defaults())) {
            // Something was learnt and taken back, so that there is a model even if nothing is
            // left.
            Example other = new Example(Classroom.text("other"), Optional.of(Kind.SPAM));
            Example taken = new Example(Classroom.text("other"), Optional.empty());
            if (own) {
                room.learning.learn(new AccountId(1), List.of(other));
                room.learning.learn(new AccountId(1), List.of(taken));
                room.learning.learn(new AccountId(1), examples);
            } else {
                room.learning.learn(List.of(other));
                room.learning.learn(List.of(taken));
                room.learning.learn(examples);
            }
            return model(room, own ? 1 : 0);
        }
    }

    /// One who uses a mail client at random, and what has been said of each text by it.
    private static final class Actor {
        private final Classroom room;
        private final Random random;
        private final Map<Integer, Optional<Kind>> said;

        /// Which text an email id has.
        private final Map<Long, Integer> texts = new HashMap<>();

        Actor(Classroom room, Random random, Map<Integer, Optional<Kind>> said) {
            this.room = room;
            this.random = random;
            this.said = said;
        }

        void step() {
            AccountMailboxes bob = room.open(1);
            String from = MAILBOXES.get(random.nextInt(MAILBOXES.size()));
            String to = MAILBOXES.get(random.nextInt(MAILBOXES.size()));
            MailboxSnapshot snapshot = bob.snapshot(Classroom.id(bob, from)).orElseThrow();
            if (snapshot.count() == 0 || random.nextInt(4) == 0) {
                arrive(bob, from);
                return;
            }
            int index = random.nextInt(snapshot.count());
            UidSet uid = UidSet.of(snapshot.uid(index));
            int text = texts.get(snapshot.email(index).value());
            MailboxId source = Classroom.id(bob, from);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    bob.move(source, uid, Classroom.id(bob, to));
                    moved(text, from, to);
                }
                case 2 -> {
                    bob.copy(source, uid, Classroom.id(bob, to));
                    moved(text, from, to);
                }
                case 3 -> mark(bob, source, uid, text, from, snapshot.flags(index));
                default -> {
                    // What is not learnt yet would be lost: what is said of it is learnt first.
                    room.learnAll(1);
                    bob.remove(source, uid);
                }
            }
        }

        private void arrive(AccountMailboxes bob, String mailbox) {
            int text = random.nextInt(TEXTS);
            if (random.nextBoolean()) {
                room.deliver(1, mailbox, "text " + text);
            } else {
                bob.append(Classroom.id(bob, mailbox), List.of(room.message("text " + text)));
                if (mailbox.equals("Junk")) {
                    said.put(text, Optional.of(Kind.SPAM));
                }
            }
            texts.put(bob.newest().value(), text);
        }

        private void moved(int text, String from, String to) {
            if (to.equals("Junk") && !from.equals("Junk")) {
                said.put(text, Optional.of(Kind.SPAM));
            } else if (from.equals("Junk") && !to.equals("Junk") && !to.equals("Trash")) {
                said.put(text, Optional.of(Kind.HAM));
            }
        }

        private void mark(
                AccountMailboxes bob,
                MailboxId mailbox,
                UidSet uid,
                int text,
                String in,
                Flags before) {
            room.learnAll(1); // two messages with one text have two words that wait
            String keyword = random.nextBoolean() ? "$Junk" : "$NotJunk";
            Flags after = before.minus(Flags.of("$Junk", "$NotJunk"));
            after = random.nextInt(3) == 0 ? after : after.plus(Flags.of(keyword));
            bob.store(
                    mailbox,
                    uid,
                    new FlagChange(FlagChange.Mode.REPLACE, after),
                    OptionalLong.empty());
            if (before.junkMark() == after.junkMark()) {
                return;
            }
            switch (after.junkMark()) {
                case JUNK -> said.put(text, Optional.of(Kind.SPAM));
                case NOT_JUNK -> said.put(text, Optional.of(Kind.HAM));
                case NONE -> {
                    boolean wasJunk = before.junkMark() == Flags.JunkMark.JUNK;
                    Optional<Kind> word = Optional.of(wasJunk ? Kind.SPAM : Kind.HAM);
                    if ((!wasJunk || !in.equals("Junk")) && word.equals(said.get(text))) {
                        said.put(text, Optional.empty());
                    }
                }
            }
        }
    }
}
