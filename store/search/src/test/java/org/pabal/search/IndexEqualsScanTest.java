// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.TextIndex.Match;
import org.pabal.mailbox.TextIndex.Where;
import org.pabal.mailbox.UidSet;
import org.pabal.message.mime.UnicodeCasemap;
import org.pabal.search.Backlog.Work;

/// What the index says is what a scan finds.
class IndexEqualsScanTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void onRandomMailboxes(long seed) throws Exception {
        Random random = new Random(seed);
        RandomMail mail = new RandomMail(random);
        try (TestAccount account = new TestAccount(directory)) {
            for (int round = 0; round < 6; round++) {
                String context = "seed " + seed + " round " + round;
                for (int i = 0; i < 15; i++) {
                    account.append(mail.message(3));
                }
                if (round > 0) {
                    expungeSome(account, random);
                }
                if (round == 3) {
                    account.restart();
                }
                compare(account, mail, context + " before");
                account.index(Work.UPDATE);
                compare(account, mail, context);
            }
            assertThat(account.indexes.status().discarded()).isZero();
        }
    }

    private static void compare(TestAccount account, RandomMail mail, String context) {
        for (String needle : mail.needles(60)) {
            String folded = UnicodeCasemap.fold(needle);
            if (!folded.isEmpty()) {
                account.compare(Where.BODY, folded, context);
                account.compare(Where.MESSAGE, folded, context);
            }
        }
    }

    private static void expungeSome(TestAccount account, Random random) {
        MailboxSnapshot snapshot = account.snapshot();
        UidSet.Builder gone = new UidSet.Builder();
        for (int i = 0; i < snapshot.count(); i++) {
            if (random.nextInt(4) == 0) {
                gone.add(snapshot.uid(i));
            }
        }
        account.expunge(gone.build());
    }

    @Test
    void theIndexLeavesOnlyWhatHasAllGramsToBeRead() throws Exception {
        try (TestAccount account = new TestAccount(directory)) {
            for (int i = 0; i < 50; i++) {
                account.append(plain("s" + i, "the number is " + i + " of fifty\r\n"));
            }
            account.index(Work.UPDATE);
            assertThat(account.compare(Where.BODY, "NUMBER IS 33 OF", "")).isEqualTo(1);
            assertThat(account.compare(Where.BODY, "NUM", "")).isZero();
            assertThat(account.compare(Where.BODY, "33", "")).isZero();
            assertThat(account.compare(Where.MESSAGE, "S", "")).isZero();
            assertThat(account.compare(Where.BODY, "SUBJECT", "")).isZero();
            assertThat(account.compare(Where.MESSAGE, "SUBJECT: S7", "")).isEqualTo(1);
        }
    }

    @Test
    void noNeedleReachesOverTheEndOfARun() throws Exception {
        try (TestAccount account = new TestAccount(directory)) {
            account.append(
                    ("Subject: one\r\nX-A: two\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                                    + "--b\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n--b--\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            account.index(Work.UPDATE);
            for (String needle : List.of("EX-", "ONEX", "TSE", "FIRSTSECOND", "TS", "ST", "ND")) {
                account.compare(Where.MESSAGE, needle, "");
                account.compare(Where.BODY, needle, "");
            }
            assertThat(
                            account.indexes
                                    .find(account.mailboxes, Where.MESSAGE, "TSE")
                                    .of(account.snapshot().email(0)))
                    .isEqualTo(Match.ABSENT);
        }
    }

    @Test
    void aTextLongerThanThePiecesItIsReadIn() throws Exception {
        try (TestAccount account = new TestAccount(TestAccount.config(directory, 16 << 20))) {
            StringBuilder text = new StringBuilder();
            Random random = new Random(5);
            while (text.length() < 2_300_000) {
                text.append((char) ('a' + random.nextInt(4)));
                if (random.nextInt(70) == 0 && text.length() < 1_000_000) {
                    text.append("\r\n");
                }
            }
            account.append(plain("long", text.toString()));
            account.index(Work.UPDATE);
            String folded = UnicodeCasemap.fold(text.toString());
            for (int at : new int[] {0, (1 << 20) - 4, 1_048_574, 2_000_000, 2_299_990}) {
                for (int length = 1; length < 9; length++) {
                    account.compare(Where.BODY, folded.substring(at, at + length), "at " + at);
                }
            }
        }
    }

    @Test
    void whatExceedsTheLimitIsRead() throws Exception {
        try (TestAccount account = new TestAccount(TestAccount.config(directory, 1_000))) {
            account.append(plain("short", "short"));
            account.append(plain("long", "abc ".repeat(500) + "xyz"));
            account.index(Work.UPDATE);
            assertThat(account.compare(Where.BODY, "XYZ", "")).isEqualTo(1);
            assertThat(account.compare(Where.BODY, "SHO", "")).isEqualTo(1);
        }
    }

    static byte[] plain(String subject, String text) {
        return ("From: a@example.org\r\nSubject: " + subject + "\r\n\r\n" + text)
                .getBytes(StandardCharsets.UTF_8);
    }
}
