// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.UidSet;

class SequenceSetTest {

    private static SequenceSet parse(String text) throws ImapSyntaxException {
        return new ImapParser(text.getBytes(StandardCharsets.US_ASCII), 1).sequenceSet();
    }

    @Test
    void rangesMayBeWrittenEitherWay() throws ImapSyntaxException {
        assertThat(parse("4:2,9,1").resolve(9)).isEqualTo(UidSet.of(1, 2, 3, 4, 9));
        assertThat(parse("*:7").resolve(5)).isEqualTo(UidSet.of(5, 6, 7));
        assertThat(parse("*").resolve(0)).isEqualTo(UidSet.EMPTY);
        assertThat(parse("1:*").resolve(0)).isEqualTo(UidSet.EMPTY);
    }

    @Test
    void randomSetsMeanWhatTheyName() throws ImapSyntaxException {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            TreeSet<Long> expected = new TreeSet<>();
            for (int i = 0; i <= random.nextInt(20); i++) {
                long a = 1 + random.nextInt(60);
                long b = random.nextBoolean() ? a : 1 + random.nextInt(60);
                text.append(i > 0 ? "," : "").append(a == 60 ? "*" : Long.toString(a));
                if (b != a) {
                    text.append(':').append(b == 60 ? "*" : Long.toString(b));
                }
                for (long n = Math.min(a, b); n <= Math.max(a, b); n++) {
                    expected.add(n);
                }
            }
            long[] all = expected.stream().mapToLong(n -> n).toArray();
            assertThat(parse(text.toString()).resolve(60))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(UidSet.of(all));
        }
    }
}
