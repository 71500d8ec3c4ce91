// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.search.IndexEqualsScanTest.plain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.mailbox.TextIndex.Where;
import org.pabal.message.mime.UnicodeCasemap;
import org.pabal.search.Backlog.Work;

/// Whatever happens to the files of an index, no search finds anything else than a scan. THREATS F03.
class DamagedIndexTest {
    @TempDir private Path directory;

    /// As a crash of the machine, a full disk or a bad sector leaves them.
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void filesCutFlippedEmptiedAndRemoved(long seed) throws Exception {
        Random random = new Random(seed);
        RandomMail mail = new RandomMail(random);
        try (TestAccount account = new TestAccount(TestAccount.config(directory, 16 << 20))) {
            for (int round = 0; round < 15; round++) {
                String context = "seed " + seed + " round " + round;
                account.append(mail.message(2));
                account.append(mail.message(2));
                account.index(Work.UPDATE);
                account.restart();
                damage(random);
                compare(account, mail, context + " damaged");
                account.index(random.nextBoolean() ? Work.UPDATE : Work.VERIFY);
                compare(account, mail, context + " indexed again");
            }
            // Every damage that matters was found sooner or later.
            account.index(Work.VERIFY);
            assertThat(account.compare(Where.BODY, "\uFFFE\uFFFE", "at last")).isZero();
        }
    }

    private static void compare(TestAccount account, RandomMail mail, String context) {
        for (String needle : mail.needles(8)) {
            String folded = UnicodeCasemap.fold(needle);
            if (!folded.isEmpty()) {
                account.compare(Where.MESSAGE, folded, context);
            }
        }
    }

    private void damage(Random random) throws IOException {
        List<Path> files = files();
        Path file = files.get(random.nextInt(files.size()));
        int size = (int) Files.size(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            switch (random.nextInt(5)) {
                case 0 -> channel.truncate(random.nextInt(size + 1));
                case 1 -> channel.truncate(0);
                case 2 ->
                        channel.write(
                                ByteBuffer.wrap(new byte[] {(byte) random.nextInt(256)}),
                                random.nextInt(Math.max(1, size)));
                case 3 ->
                        channel.write(
                                ByteBuffer.wrap(new byte[Math.min(size, 512)]),
                                random.nextInt(Math.max(1, size)) & ~511);
                default -> Files.delete(file);
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("1"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void anIndexOfAnotherStoreIsNotBelieved() throws Exception {
        try (TestAccount other = new TestAccount(directory)) {
            for (int i = 0; i < 20; i++) {
                other.append(plain("other" + i, "in the other store\r\n"));
            }
            other.index(Work.UPDATE);
        }
        try (TestAccount account = new TestAccount(directory)) {
            account.append(plain("one", "in this store\r\n"));
            account.compare(Where.BODY, "IN THE OTHER", "an older state");
            for (int i = 0; i < 30; i++) {
                account.append(plain("this" + i, "in this store\r\n"));
            }
            assertThat(account.compare(Where.BODY, "THI", "another store")).isEqualTo(31);
            account.index(Work.UPDATE);
            assertThat(account.compare(Where.BODY, "THI", "made anew")).isZero();
            assertThat(account.indexes.status().discarded()).isEqualTo(1);
        }
    }

    @Test
    void anIndexOfAnotherVersionIsMadeAnew() throws Exception {
        try (TestAccount account = new TestAccount(directory)) {
            account.append(plain("one", "text\r\n"));
            account.index(Work.UPDATE);
            assertThat(IndexStamp.read(java.util.Map.of("format", "0-25", "newest", "1")))
                    .isEmpty();
            assertThat(IndexStamp.read(java.util.Map.of())).isEmpty();
            assertThat(IndexStamp.read(IndexStamp.NONE.data())).contains(IndexStamp.NONE);
        }
    }

    @Test
    void aDirectoryThatIsNoIndexIsReplaced() throws Exception {
        Files.createDirectories(directory.resolve("1"));
        Files.writeString(directory.resolve("1").resolve("segments_1"), "nonsense");
        try (TestAccount account = new TestAccount(directory)) {
            account.append(plain("one", "text\r\n"));
            assertThat(account.compare(Where.BODY, "TEX", "nonsense")).isEqualTo(1);
            account.index(Work.UPDATE);
            assertThat(account.compare(Where.BODY, "TEX", "replaced")).isZero();
        }
    }

    @Test
    void theIndexOfARemovedAccountGoes() throws Exception {
        try (TestAccount account = new TestAccount(directory)) {
            account.append(plain("one", "text\r\n"));
            account.index(Work.UPDATE);
            assertThat(directory.resolve("1")).isDirectory();
            account.removed = true;
            account.index(Work.UPDATE);
            assertThat(directory.resolve("1")).doesNotExist();
        }
    }

    @Test
    void whatIsForgottenGoesAtTheNextStart() throws Exception {
        Files.createDirectories(directory.resolve("77"));
        Files.createDirectories(directory.resolve("lost+found"));
        try (TestAccount account = new TestAccount(directory)) {
            account.append(plain("one", "text\r\n"));
            account.indexes.start();
        }
        assertThat(directory.resolve("77")).doesNotExist();
        assertThat(directory.resolve("lost+found")).exists();
    }
}
