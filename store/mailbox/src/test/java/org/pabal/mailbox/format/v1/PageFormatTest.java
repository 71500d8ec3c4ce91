// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.state.MessagePage;

class PageFormatTest {

    private static MessagePage page(Random random) {
        int number = random.nextInt(1 << 25);
        MessagePage.Builder builder = new MessagePage.Builder(number);
        for (int offset = 0; offset < MessagePage.UIDS; offset++) {
            if (random.nextInt(3) > 0) {
                long email = random.nextLong(1L << 62);
                builder.add(
                        (long) number * MessagePage.UIDS + offset,
                        email,
                        random.nextBoolean() ? email : random.nextLong(email + 1),
                        random.nextLong(1L << 62),
                        Flags.of(random.nextInt(32), keywords(random)),
                        random.nextLong(1L << 32),
                        random.nextLong(1L << 40) - (1L << 39),
                        random.nextLong(1L << 32));
            }
        }
        return builder.build();
    }

    private static List<String> keywords(Random random) {
        List<String> keywords = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            keywords.add("Keyword" + random.nextInt(5));
        }
        return keywords;
    }

    @Test
    void pagesComeBackAsTheyWere() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            MessagePage page = page(random);
            MessagePage again =
                    PageFormat.decode(page.number(), PageFormat.encode(page), flags -> flags);
            assertThat(again.count()).as("round " + round).isEqualTo(page.count());
            for (int place = 0; place < page.count(); place++) {
                assertThat(again.entry(place)).isEqualTo(page.entry(place));
                assertThat(again.flags(place).toString())
                        .isEqualToIgnoringCase(page.flags(place).toString());
            }
        }
    }

    @Test
    void damageIsNamedNeverGuessedAt() {
        Random random = new Random(4);
        for (int round = 0; round < 2_000; round++) {
            byte[] octets = PageFormat.encode(page(random));
            if (random.nextBoolean()) {
                octets = Arrays.copyOf(octets, random.nextInt(octets.length));
            } else {
                octets[random.nextInt(octets.length)] ^= (byte) (1 + random.nextInt(255));
            }
            try {
                PageFormat.decode(1, octets, flags -> flags);
            } catch (BrokenRecordException named) {
                assertThat(named).hasMessageContaining("verify");
            }
        }
        assertThatThrownBy(() -> PageFormat.decode(1, new byte[] {2}, flags -> flags))
                .isInstanceOf(BrokenRecordException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void setsOfUidsAndEmailsComeBackAsTheyWere() {
        UidSet uids =
                UidSet.ofRanges(List.of(new UidSet.Range(1, 7), new UidSet.Range(9, 0xFFFF_FFFFL)));
        List<UidSet.Range> ranges = new ArrayList<>();
        UidSetFormat.decode(UidSetFormat.encode(uids), ranges);
        assertThat(UidSet.ofRanges(ranges)).isEqualTo(uids);
        long[] emails = {5, 6, 3, 1L << 60};
        assertThat(EmailListFormat.decode(EmailListFormat.encode(emails))).isEqualTo(emails);
    }

    @Test
    void keysOfNumbersAreInTheOrderOfTheNumbers() {
        Random random = new Random(5);
        for (int round = 0; round < 1_000; round++) {
            long one = random.nextLong(Long.MAX_VALUE);
            long two = random.nextLong(Long.MAX_VALUE);
            assertThat(
                            Integer.signum(
                                    Arrays.compareUnsigned(
                                            RecordKeys.message(one), RecordKeys.message(two))))
                    .isEqualTo(Long.compare(one, two));
        }
    }
}
