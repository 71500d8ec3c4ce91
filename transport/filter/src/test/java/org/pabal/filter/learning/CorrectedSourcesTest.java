// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.Outcome;
import org.pabal.filter.TestMail;
import org.pabal.filter.history.History;
import org.pabal.filter.history.format.v1.HistoryKeys;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.VirusCheck;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;

/// What people say of a message reaches what is known of its network and its domain: once, and back.
final class CorrectedSourcesTest {
    private static final String NETWORK = "192.0.2.9";
    private static final String PROVED = "us; dmarc=pass (p=reject) header.from=far.example";

    private History history;
    private Classroom room = new Classroom(LearningConfig.defaults(), this::historyOf);

    private WordListener historyOf(Classroom room, InstantSource clock) {
        history = new History(room.storage, room.mailboxes, _ -> true, clock);
        history.load();
        return history;
    }

    @AfterEach
    void close() {
        room.close();
    }

    private AccountMailboxes bob() {
        return room.open(1);
    }

    private MailboxId id(String name) {
        return Classroom.id(bob(), name);
    }

    /// What arrival leaves behind for the network, which is all that this mail proves.
    private void arrived(double score) {
        FilterAnswer.Said said =
                new FilterAnswer.Said(
                        new Judgement(List.of(new Finding("TEST", score))), 5, Outcome.DELIVER);
        history.of(TestMail.from(NETWORK).inQuestion())
                .decided(
                        new FilterAnswer(
                                said, Map.of(), VirusCheck.NOT_MADE, "", Optional.empty()));
        history.write();
    }

    private StagedMessage message(double score, String arrival) {
        String text =
                "Return-Path: <a@far.example>\r\nX-Spam-Status: No, score="
                        + score
                        + " required=5.0\r\n tests=TEST="
                        + score
                        + "\r\nReceived: from mx (mx.far.example ["
                        + NETWORK
                        + "])\r\n\tby us with ESMTP id 1;\r\n"
                        + "\tSun, 1 Mar 2026 12:00:00 +0000\r\n"
                        + "From: a@far.example\r\nSubject: x\r\n\r\nText about what it is.\r\n";
        return room.stage(text.getBytes(StandardCharsets.UTF_8)).found(arrival);
    }

    private void learnAndWrite() {
        room.learnAll(1);
        history.write();
    }

    /// Spam and good mail of each source that is written, the most first.
    private String written() {
        Map<Long, String> all = new TreeMap<>();
        for (int part = 0; part < 256; part++) {
            room.storage
                    .read(Space.Shared.FILTER, HistoryKeys.sources(part))
                    .ifPresent(octets -> read(octets, all));
        }
        return String.join(", ", all.values().stream().sorted(Comparator.reverseOrder()).toList());
    }

    private static void read(byte[] octets, Map<Long, String> all) {
        ByteBuffer in = ByteBuffer.wrap(octets, 1, octets.length - 1);
        while (in.remaining() >= 20) {
            all.put(in.getLong(), in.getFloat() + "/" + in.getFloat());
            in.getInt();
        }
    }

    private List<Entry> uncounted() {
        byte[] from = HistoryKeys.marks();
        return room.storage.scan(Space.Shared.FILTER, from, Keys.afterPrefix(from), 100);
    }

    @Test
    void aMoveIntoJunkTakesTheGoodMarkBackAndTheWayBackUndoesIt() {
        arrived(0);
        assertThat(written()).isEqualTo("0.0/1.0");
        room.deliver(1, "INBOX", message(0, PROVED + "\ndeliver 5.0"));
        for (int i = 1; i < 4; i++) {
            bob().move(id("INBOX"), UidSet.of(i), id("Junk"));
            learnAndWrite();
            assertThat(written()).isEqualTo("1.0/0.0, 1.0/0.0");
            bob().move(id("Junk"), UidSet.of(i), id("INBOX"));
            learnAndWrite();
            assertThat(written()).isEqualTo("0.0/1.0, 0.0/0.0");
        }
        assertThat(uncounted()).isEmpty();
    }

    /// Several words of the same half minute, of which each is kept.
    @Test
    void whatIsTakenBackBeforeItIsWrittenLeavesNoTrace() {
        arrived(0);
        room.deliver(1, "INBOX", message(0, "\ndeliver 5.0"));
        bob().move(id("INBOX"), UidSet.of(1), id("Junk"));
        room.learnAll(1);
        bob().move(id("Junk"), UidSet.of(1), id("INBOX"));
        room.learnAll(1);
        room.crash();
        history.write();
        assertThat(written()).isEqualTo("0.0/1.0");
    }

    @Test
    void goodMailThatWasCountedAsSpamIsCountedAsGood() {
        arrived(9);
        room.deliver(1, "Junk", message(9, "\njunk 5.0"));
        bob().move(id("Junk"), UidSet.of(1), id("INBOX"));
        learnAndWrite();
        assertThat(written()).isEqualTo("0.0/1.0");
    }

    /// Nothing is taken back that nobody has given, and nothing is counted twice that was right.
    @Test
    void whatWasInDoubtOrRightIsNotTakenBack() {
        arrived(4);
        room.deliver(1, "INBOX", message(4, "\ndeliver 5.0"));
        bob().move(id("INBOX"), UidSet.of(1), id("Junk"));
        learnAndWrite();
        assertThat(written()).isEqualTo("1.0/0.0");
        room.deliver(1, "INBOX", message(7, "\njunk 5.0"));
        bob().move(id("INBOX"), UidSet.of(2), id("Junk"));
        learnAndWrite();
        assertThat(written()).isEqualTo("1.0/0.0");
    }

    /// A client may append what it likes.
    @Test
    void aMessageThatDidNotComeInSaysNothingOfItsSources() {
        room.deliver(1, "INBOX", message(0, ""));
        bob().move(id("INBOX"), UidSet.of(1), id("Junk"));
        learnAndWrite();
        assertThat(written()).isEmpty();
    }

    /// What a sender writes into a quoted value is no result.
    @Test
    void aDomainIsBlamedOnlyIfItWasProved() {
        room.deliver(
                1,
                "INBOX",
                message(
                        0,
                        "us; spf=pass smtp.mailfrom=\"; dmarc=pass header.from=far.example \\\"\"@evil;"
                                + " dmarc=fail header.from=far.example\ndeliver 5.0"));
        bob().move(id("INBOX"), UidSet.of(1), id("Junk"));
        learnAndWrite();
        assertThat(written()).as("the network alone").isEqualTo("1.0/0.0");
    }

    /// kill -9 at any place: between the lesson and its count, in the midst of a commit, after it.
    @Test
    void crashesNeitherLoseNorRepeatAMark() {
        for (int seed = 0; seed < 30; seed++) {
            crashes(seed);
        }
    }

    private void crashes(int seed) {
        Random random = new Random(seed);
        room.close();
        room = new Classroom(LearningConfig.defaults(), this::historyOf);
        room.deliver(1, "INBOX", message(0, PROVED + "\ndeliver 5.0"));
        int moves = 0;
        for (int step = 0; step < 12; step++) {
            switch (random.nextInt(4)) {
                case 0 -> move(moves++);
                case 1 -> quietly(() -> room.learnAll(1));
                case 2 -> history.write();
                default -> {
                    if (random.nextBoolean()) {
                        room.storage.failNextCommits(1, new StorageException.Unavailable("away"));
                        quietly(() -> room.learnAll(1));
                        history.write();
                        room.storage.stopFailing();
                    }
                    room.crash();
                }
            }
        }
        learnAndWrite();
        room.crash();
        history.write();
        assertThat(written())
                .as("seed %d", seed)
                .isIn(
                        moves % 2 == 1
                                ? List.of("1.0/0.0, 1.0/0.0")
                                : List.of("0.0/0.0, 0.0/0.0", ""));
        assertThat(uncounted()).as("seed %d", seed).isEmpty();
    }

    /// The first goes into Junk, the second back.
    private void move(int number) {
        long uid = number / 2 + 1;
        String from = number % 2 == 0 ? "INBOX" : "Junk";
        String to = number % 2 == 0 ? "Junk" : "INBOX";
        bob().move(id(from), UidSet.of(uid), id(to));
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException away) {
            // again later
        }
    }
}
