// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.directory.GroupId;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.ShareNotice;
import org.pabal.mailbox.format.v1.RecordKeys.Range;

/// The records of the space that says who shares with whom: `A`, the grantee (0 for anyone), the
/// owner, with nothing more than the version under it; `G`, a group, the owner, likewise; `M`, a group,
/// with a digest of who belonged to it when its mailboxes were last told to be shown to others; `C`,
/// there while rights given to anyone count; and `N`, the recipient, the owner, the mailbox, with what
/// the recipient has not been told yet.
public final class SharingKeys {
    private static final byte OWNER = 'A';
    private static final byte GROUPS_OWNER = 'G';
    private static final byte MEMBERS = 'M';
    private static final byte ANYONE_COUNTS = 'C';
    private static final byte NOTICE = 'N';
    private static final int VERSION = 1;
    private static final byte[] VALUE = {VERSION};

    private SharingKeys() {}

    public static byte[] owner(Grantee grantee, long owner) {
        return ByteBuffer.allocate(17).put(prefix(grantee)).putLong(owner).array();
    }

    public static byte[] value() {
        return VALUE.clone();
    }

    public static byte[] anyoneCounts() {
        return new byte[] {ANYONE_COUNTS};
    }

    /// All who share with a grantee.
    public static Range owners(Grantee grantee) {
        return Range.ofPrefix(prefix(grantee));
    }

    private static byte[] prefix(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Anyone _ -> numbered(OWNER, 0);
            case Grantee.Account(AccountId id) -> numbered(OWNER, id.value());
            case Grantee.Group(GroupId id) -> numbered(GROUPS_OWNER, id.value());
        };
    }

    private static byte[] numbered(byte letter, long number) {
        return ByteBuffer.allocate(9).put(letter).putLong(number).array();
    }

    /// All who share with groups of numbers as high as this one and higher.
    public static Range ownersOfGroups(GroupId from) {
        Range all = Range.ofPrefix(new byte[] {GROUPS_OWNER});
        return new Range(numbered(GROUPS_OWNER, from.value()), all.to());
    }

    /// @param key of an owner who shares with a group
    public static GroupId groupOf(byte[] key) {
        return new GroupId(ByteBuffer.wrap(key).getLong(1));
    }

    public static byte[] members(GroupId group) {
        return numbered(MEMBERS, group.value());
    }

    /// @param digest of the members
    public static byte[] encode(byte[] digest) {
        return ByteBuffer.allocate(1 + digest.length).put((byte) VERSION).put(digest).array();
    }

    public static AccountId ownerOf(byte[] key) {
        return new AccountId(ByteBuffer.wrap(key).getLong(9));
    }

    // --- notices

    public static byte[] notice(ShareNotice notice) {
        return ByteBuffer.allocate(25)
                .put(NOTICE)
                .putLong(notice.recipient().value())
                .putLong(notice.owner().value())
                .putLong(notice.mailbox().value())
                .array();
    }

    public static byte[] encode(ShareNotice notice) {
        return new OctetWriter(64)
                .octet(VERSION)
                .number(notice.by().value())
                .signed(notice.at().getEpochSecond())
                .number(notice.before().bits())
                .number(notice.after().bits())
                .text(notice.name().text())
                .toOctets();
    }

    public static ShareNotice decode(byte[] key, byte[] value) {
        ByteBuffer ids = ByteBuffer.wrap(key, 1, 24);
        AccountId recipient = new AccountId(ids.getLong());
        AccountId owner = new AccountId(ids.getLong());
        MailboxId mailbox = new MailboxId(ids.getLong());
        OctetReader in = new OctetReader(value, VERSION);
        AccountId by = new AccountId(in.number());
        Instant at = Instant.ofEpochSecond(in.signed());
        Rights before = new Rights(in.smallNumber() & Rights.ALL.bits());
        Rights after = new Rights(in.smallNumber() & Rights.ALL.bits());
        MailboxName name = MailboxName.of(in.text());
        return new ShareNotice(recipient, owner, mailbox, name, by, at, before, after);
    }

    /// All that somebody has not been told yet.
    public static Range notices(AccountId recipient) {
        return Range.ofPrefix(numbered(NOTICE, recipient.value()));
    }

    /// Who is to be told; empty for a key that is no notice's.
    public static Optional<AccountId> recipientOf(byte[] key) {
        return key[0] == NOTICE
                ? Optional.of(new AccountId(ByteBuffer.wrap(key).getLong(1)))
                : Optional.empty();
    }
}
