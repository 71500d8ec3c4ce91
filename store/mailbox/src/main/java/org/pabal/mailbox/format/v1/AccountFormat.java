// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import org.pabal.mailbox.state.AccountRecord;
import org.pabal.mailbox.state.AccountRecord.ChangeLog;
import org.pabal.mailbox.state.AccountRecord.Deleted;
import org.pabal.mailbox.state.AccountRecord.DeliveryGeneration;

/// The record under `A`.
public final class AccountFormat {
    /// Without what is kept of deleted messages.
    private static final int FIRST_VERSION = 1;

    private static final int VERSION = 2;

    private AccountFormat() {}

    public static byte[] encode(AccountRecord record) {
        return new OctetWriter(64)
                .octet(VERSION)
                .number(record.nextEmail())
                .number(record.nextMailbox())
                .number(record.highestModSeq())
                .number(record.lastUidValidity())
                .number(record.usedOctets())
                .number(record.usedMessages())
                .number(record.metadataOctets())
                .number(record.deliveries().current())
                .signed(record.deliveries().begun())
                .number(record.deliveries().oldest())
                .number(record.aclModSeq())
                .number(record.changes().completeFrom())
                .number(record.changes().last())
                .number(record.changes().entries())
                .number(record.changes().moves())
                .number(record.deleted().since())
                .number(record.deleted().messages())
                .number(record.deleted().octets())
                .toOctets();
    }

    public static AccountRecord decode(byte[] octets) {
        boolean isFirst = octets.length > 0 && octets[0] == FIRST_VERSION;
        OctetReader in = new OctetReader(octets, isFirst ? FIRST_VERSION : VERSION);
        return new AccountRecord(
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                in.number(),
                new DeliveryGeneration(in.number(), in.signed(), in.number()),
                in.number(),
                new ChangeLog(in.number(), in.number(), in.smallNumber(), in.smallNumber()),
                isFirst ? Deleted.NONE : new Deleted(in.number(), in.number(), in.number()));
    }
}
