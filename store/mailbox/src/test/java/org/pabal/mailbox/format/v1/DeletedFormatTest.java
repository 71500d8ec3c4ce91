// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountRecord.ChangeLog;
import org.pabal.mailbox.state.AccountRecord.Deleted;
import org.pabal.mailbox.state.DeletedList;
import org.pabal.mailbox.state.DeletedList.Entry;
import org.pabal.mailbox.state.DeletedList.Origin;

/// What is written is read as it was; what is damaged is known as such.
class DeletedFormatTest {
    private static final List<Origin> ORIGINS =
            List.of(
                    new Origin(new MailboxId(1), MailboxName.INBOX, Optional.empty()),
                    new Origin(
                            new MailboxId(7),
                            MailboxName.of("휴지통"),
                            Optional.of(SpecialUse.TRASH)));

    private static DeletedList any(Random random) {
        List<Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            long email = 1 + random.nextLong(1L << 40);
            entries.add(
                    new Entry(
                            email,
                            1 + random.nextLong(email),
                            random.nextInt(2),
                            random.nextBoolean() ? Flags.NONE : Flags.of(Flags.SEEN, "업무"),
                            random.nextLong(1L << 32),
                            random.nextLong(-1L << 33, 1L << 33)));
        }
        return new DeletedList(random.nextLong(1L << 33), ORIGINS, entries);
    }

    @Test
    void whatIsWrittenIsReadAsItWas() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            DeletedList list = any(random);
            assertThat(DeletedFormat.decode(DeletedFormat.encode(list))).isEqualTo(list);
        }
    }

    @Test
    void anyDamageIsABrokenRecordOrAnotherList() {
        Random random = new Random(2);
        for (int i = 0; i < 3_000; i++) {
            byte[] record = DeletedFormat.encode(any(random));
            record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                DeletedFormat.decode(Arrays.copyOf(record, random.nextInt(record.length + 1)));
            } catch (BrokenRecordException expected) {
                assertThat(expected).hasMessageContaining("cannot be read");
            }
        }
        assertThatThrownBy(() -> DeletedFormat.decode(new byte[] {9}))
                .isInstanceOf(BrokenRecordException.class);
    }

    /// Stores of before have accounts without what is kept of deleted messages.
    @Test
    void theFirstVersionOfAnAccountIsStillRead() {
        AccountRecord now =
                AccountRecord.NONE.counting(500, 3, 9, ChangeLog.EMPTY, new Deleted(77, 2, 300));
        byte[] record = AccountFormat.encode(now);
        assertThat(AccountFormat.decode(record)).isEqualTo(now);

        byte[] first = Arrays.copyOf(record, record.length - 4); // 77, 2, and 300 in two octets
        first[0] = 1;
        assertThat(AccountFormat.decode(first))
                .isEqualTo(
                        AccountRecord.NONE.counting(500, 3, 9, ChangeLog.EMPTY, Deleted.NONE));
    }
}
