// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.mta.ledger.MailId;

final class AttemptMarksFileTest {
    @TempDir private Path folder;

    private static QueueId id(int number) {
        return new QueueId(new MailId(1_000L + number, -number), number);
    }

    @Test
    void whatHasNotEndedIsLeftOverOnce() throws IOException {
        Path file = folder.resolve("attempts");
        AttemptMarksFile first = AttemptMarksFile.open(file);
        assertThat(first.leftOver()).isEmpty();
        int one = first.begin(id(1));
        first.begin(id(2));
        first.end(one);
        first.begin(id(3));
        AttemptMarksFile second = AttemptMarksFile.open(file); // the process died
        assertThat(second.leftOver()).containsExactlyInAnyOrder(id(2), id(3));
        assertThat(second.leftOver()).isEmpty();
        assertThat(AttemptMarksFile.open(file).leftOver()).isEmpty();
    }

    @Test
    void moreAttemptsThanPlacesAreNotMarked() throws IOException {
        Path file = folder.resolve("attempts");
        AttemptMarksFile marks = AttemptMarksFile.open(file);
        Set<Integer> places = new HashSet<>();
        for (int i = 1; i <= 5_000; i++) {
            places.add(marks.begin(id(i)));
        }
        assertThat(places).hasSize(4_097);
        places.forEach(marks::end);
        assertThat(AttemptMarksFile.open(file).leftOver()).isEmpty();
    }

    @Test
    void aFileOfSomethingElseIsReplaced() throws IOException {
        Path file = folder.resolve("attempts");
        Files.write(file, new byte[] {1, 2, 3});
        assertThat(AttemptMarksFile.open(file).leftOver()).isEmpty();
        AttemptMarksFile.open(file).begin(id(7));
        assertThat(AttemptMarksFile.open(file).leftOver()).containsExactly(id(7));
    }
}
