// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.util.Optional;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.SpecialUse;
import org.pabal.mailbox.state.MailboxRecord;
import org.pabal.mailbox.state.MailboxRecord.Counts;
import org.pabal.mailbox.state.MailboxRecord.ExpungeLog;

/// The records under `B`.
public final class MailboxFormat {
    private static final int VERSION = 1;
    private static final int SELECTABLE = 1;

    /// The numbers of special uses are theirs for good.
    private static final SpecialUse[] USES = {
        SpecialUse.ARCHIVE,
        SpecialUse.DRAFTS,
        SpecialUse.JUNK,
        SpecialUse.SENT,
        SpecialUse.TRASH,
        SpecialUse.IMPORTANT,
        SpecialUse.SNOOZED,
    };

    private MailboxFormat() {}

    public static byte[] encode(MailboxRecord record) {
        return new OctetWriter(96)
                .octet(VERSION)
                .number(record.id().value())
                .text(record.name().text())
                .octet(record.selectable() ? SELECTABLE : 0)
                .octet(numberOf(record.specialUse()))
                .number(record.uidValidity())
                .number(record.uidNext())
                .number(record.recentFrom())
                .number(record.highestModSeq())
                .number(record.counts().messages())
                .number(record.counts().unseen())
                .number(record.counts().deleted())
                .number(record.counts().octets())
                .number(record.log().completeFrom())
                .number(record.log().entries())
                .number(record.log().ranges())
                .number(record.created())
                .number(record.changed())
                .toOctets();
    }

    public static MailboxRecord decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        MailboxId id = new MailboxId(in.number());
        MailboxName name = new MailboxName(in.text());
        boolean selectable = (in.octet() & SELECTABLE) != 0;
        return new MailboxRecord(
                id,
                name,
                specialUse(in.octet()),
                selectable,
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                new Counts(in.smallNumber(), in.smallNumber(), in.smallNumber(), in.number()),
                new ExpungeLog(in.number(), in.smallNumber(), in.smallNumber()),
                in.number(),
                in.number());
    }

    static int numberOf(Optional<SpecialUse> use) {
        return use.map(MailboxFormat::numberOf).orElse(0);
    }

    private static int numberOf(SpecialUse use) {
        for (int i = 0; i < USES.length; i++) {
            if (USES[i] == use) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("no number for " + use);
    }

    static Optional<SpecialUse> specialUse(int number) {
        if (number > USES.length) {
            throw new BrokenRecordException("special use " + number);
        }
        return number == 0 ? Optional.empty() : Optional.of(USES[number - 1]);
    }
}
