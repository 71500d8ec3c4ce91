// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.filter.learning.Learning.Example;
import org.pabal.filter.learning.Learning.Rest;
import org.pabal.filter.learning.format.v1.LearningKeys.Place;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.NewMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.message.UnavailableException;
import org.pabal.spam.statistics.Kind;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;

class LearningTest {
    private Classroom room = new Classroom(LearningConfig.defaults());

    @AfterEach
    void close() {
        room.close();
    }

    private byte[] model(long account) {
        return room.storage
                .read(Space.account(account), Place.OF_ACCOUNT.model())
                .orElse(new byte[0]);
    }

    private byte[] sharedModel() {
        return room.storage.read(Space.Shared.FILTER, Place.OF_ALL.model()).orElse(new byte[0]);
    }

    @Test
    void aMoveIntoJunkTeachesSpamAndTheWayBackUndoesIt() {
        AccountMailboxes bob = room.open(1);
        MailboxId inbox = Classroom.id(bob, "INBOX");
        MailboxId junk = Classroom.id(bob, "Junk");
        long uid = room.deliver(1, "INBOX", "pills");

        bob.move(inbox, UidSet.of(uid), junk);
        room.learnAll(1);
        assertThat(room.learnt(1)).isEqualTo("1 spam 0 ham");
        assertThat(room.learntByAll()).isEqualTo("1 spam 0 ham");

        bob.move(junk, UidSet.of(1), inbox);
        room.learnAll(1);
        assertThat(room.learnt(1)).isEqualTo("0 spam 1 ham");
        assertThat(room.learntByAll()).isEqualTo("0 spam 1 ham");
    }

    @Test
    void whoChangesTheirMindManyTimesLeavesNoTrace() {
        AccountMailboxes bob = room.open(1);
        MailboxId inbox = Classroom.id(bob, "INBOX");
        MailboxId junk = Classroom.id(bob, "Junk");
        room.deliver(1, "INBOX", "pills");
        bob.move(inbox, UidSet.of(1), junk);
        room.learnAll(1);
        byte[] once = model(1);
        byte[] onceByAll = sharedModel();
        for (int i = 1; i < 6; i++) {
            bob.move(junk, UidSet.of(i), inbox);
            room.learnAll(1);
            bob.move(inbox, UidSet.of(i + 1), junk);
            room.learnAll(1);
        }
        assertThat(model(1)).isEqualTo(once);
        assertThat(sharedModel()).isEqualTo(onceByAll);
    }

    @Test
    void copiesCountOnceAndAnExpungeChangesNothing() {
        AccountMailboxes bob = room.open(1);
        MailboxId inbox = Classroom.id(bob, "INBOX");
        MailboxId junk = Classroom.id(bob, "Junk");
        room.deliver(1, "INBOX", "pills");
        room.deliver(1, "INBOX", "pills");
        bob.copy(inbox, UidSet.of(1), junk);
        bob.copy(inbox, UidSet.of(1, 2), junk);
        room.learnAll(1);
        bob.remove(junk, UidSet.of(1, 2, 3));
        bob.remove(inbox, UidSet.of(1, 2));
        room.learnAll(1);

        assertThat(room.learnt(1)).isEqualTo("1 spam 0 ham");
    }

    @Test
    void aMessageThatIsGoneBeforeItsTurnIsNotLearnt() {
        AccountMailboxes bob = room.open(1);
        MailboxId junk = Classroom.id(bob, "Junk");
        bob.append(junk, List.of(room.message("pills")));
        bob.remove(junk, UidSet.of(1));
        room.learnAll(1);
        // Its record may outlast it for a moment: then it is learnt, else not. Nothing waits either
        // way.
        assertThat(room.learning.status(new AccountId(1)).waiting()).isZero();
    }

    @Test
    void aDayTeachesSoMuchAndTheRestWaits() {
        room.close();
        room = new Classroom(LearningConfig.defaults().withBounds(10, 100, 25, 1_000, 4));
        AccountMailboxes bob = room.open(1);
        List<NewMessage> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            many.add(room.message("pills number " + i));
        }
        bob.append(Classroom.id(bob, "Junk"), many);
        room.learnAll(1);

        assertThat(room.learnt(1)).isEqualTo("10 spam 0 ham");
        assertThat(room.learning.status(new AccountId(1)).waiting()).isEqualTo(15);
        room.crash();
        assertThat(room.learning.learnFrom(new AccountId(1))).isEqualTo(Rest.TOMORROW);
        room.pass(Duration.ofDays(1));
        room.learnAll(1);
        assertThat(room.learnt(1)).isEqualTo("20 spam 0 ham");
        room.pass(Duration.ofDays(1));
        room.learnAll(1);
        assertThat(room.learnt(1)).isEqualTo("25 spam 0 ham"); // five were too many to wait
    }

    @Test
    void nobodyTeachesAllOthersAlone() {
        room.close();
        room = new Classroom(LearningConfig.defaults().withBounds(100, 3, 100, 1_000, 100));
        for (long account = 1; account <= 2; account++) {
            AccountMailboxes each = room.open(account);
            for (int i = 0; i < 10; i++) {
                each.append(
                        Classroom.id(each, "Junk"),
                        List.of(room.message("poison " + account + " of " + i)));
            }
            room.learnAll(account);
        }
        assertThat(room.learnt(1)).isEqualTo("10 spam 0 ham");
        assertThat(room.learntByAll()).isEqualTo("6 spam 0 ham");
    }

    @Test
    void mostVotesCountAndAnAdministratorsWordCountsAlone() {
        for (long account = 1; account <= 3; account++) {
            AccountMailboxes each = room.open(account);
            each.append(
                    Classroom.id(each, account == 3 ? "INBOX" : "Junk"),
                    List.of(room.message("newsletter", account == 3 ? "$NotJunk" : "\\Seen")));
            room.learnAll(account);
        }
        assertThat(room.learntByAll()).isEqualTo("1 spam 0 ham");

        room.learning.learn(
                List.of(new Example(Classroom.text("newsletter"), Optional.of(Kind.HAM))));
        assertThat(room.learntByAll()).isEqualTo("0 spam 1 ham");

        room.learning.learn(List.of(new Example(Classroom.text("newsletter"), Optional.empty())));
        assertThat(room.learntByAll()).isEqualTo("1 spam 0 ham");
    }

    @Test
    void aFileIsLearntOnceWhateverItsLineEndsAndUnlearntExactly() {
        byte[] crlf = Classroom.text("pills");
        byte[] lf =
                ("From a@example.net Mon Jan  1 00:00:00 2002\n"
                                + new String(crlf, java.nio.charset.StandardCharsets.UTF_8)
                                        .replace("\r", ""))
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        LearnCount first =
                room.learning.learn(
                        new AccountId(1), List.of(new Example(crlf, Optional.of(Kind.SPAM))));
        byte[] once = model(1);
        LearnCount second =
                room.learning.learn(
                        new AccountId(1),
                        List.of(
                                new Example(lf, Optional.of(Kind.SPAM)),
                                new Example(Classroom.text("lunch"), Optional.of(Kind.HAM))));
        LearnCount third =
                room.learning.learn(
                        new AccountId(1),
                        List.of(new Example(Classroom.text("lunch"), Optional.empty())));

        assertThat(first).isEqualTo(new LearnCount(1, 0, 0, 0));
        assertThat(second).isEqualTo(new LearnCount(1, 1, 0, 0));
        assertThat(third).isEqualTo(new LearnCount(0, 0, 0, 1));
        assertThat(model(1)).isEqualTo(once);
    }

    @Test
    void oldRecordsGoWhenThereAreTooMany() {
        room.close();
        room = new Classroom(LearningConfig.defaults().withBounds(1_000, 3, 1_000, 50, 10));
        for (int i = 0; i < 12; i++) {
            List<Example> ten = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                ten.add(new Example(Classroom.text("text " + i + "/" + j), Optional.of(Kind.HAM)));
            }
            room.learning.learn(new AccountId(1), ten);
            room.pass(Duration.ofDays(1));
        }
        byte[] from = Place.OF_ACCOUNT.trained();
        int there =
                room.storage
                        .scan(
                                Space.account(1),
                                from,
                                org.pabal.storage.Keys.afterPrefix(from),
                                1_000)
                        .size();
        assertThat(there).isEqualTo(50);
    }

    @Test
    void aForgottenModelBeginsAnew() {
        Example spam = new Example(Classroom.text("pills"), Optional.of(Kind.SPAM));
        room.learning.learn(new AccountId(1), List.of(spam));
        room.learning.forget(new AccountId(1));
        assertThat(room.learnt(1)).isEqualTo("0 spam 0 ham");

        assertThat(room.learning.learn(new AccountId(1), List.of(spam)).learnt()).isOne();
    }

    @Test
    void aRemovedAccountLeavesNothing() {
        room.learning.learn(
                new AccountId(1),
                List.of(new Example(Classroom.text("pills"), Optional.of(Kind.SPAM))));
        room.mailboxes.removeAll(new AccountId(1));
        // Learnt while it was removed, as a command can that had begun before.
        room.learning.learn(
                new AccountId(1),
                List.of(new Example(Classroom.text("late"), Optional.of(Kind.SPAM))));
        room.gone.add(new AccountId(1));
        room.learnAll(1);

        assertThat(room.storage.scan(Space.account(1), new byte[] {'A'}, new byte[] {'Z' + 1}, 10))
                .isEmpty();
    }

    @Test
    void whatFailsIsLearntLater() {
        AccountMailboxes bob = room.open(1);
        bob.append(Classroom.id(bob, "Junk"), List.of(room.message("pills")));
        room.storage.failNextCommits(1, new StorageException.Unavailable("away"));

        assertThatThrownBy(() -> room.learning.learnFrom(new AccountId(1)))
                .isInstanceOf(UnavailableException.class);
        assertThat(room.learnt(1)).isEqualTo("0 spam 0 ham");
        room.learnAll(1);
        assertThat(room.learnt(1)).isEqualTo("1 spam 0 ham");
    }
}
