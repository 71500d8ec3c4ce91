// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.ByteBuffer;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.format.v1.RecordKeys.Range;

/// The keys of the space that says who shares with whom: `A`, the grantee (0 for anyone), the owner.
/// Nothing more than the version stands under them.
public final class SharingKeys {
    private static final byte OWNER = 'A';
    private static final byte[] VALUE = {1};

    private SharingKeys() {}

    public static byte[] owner(Grantee grantee, long owner) {
        return ByteBuffer.allocate(17).put(prefix(grantee)).putLong(owner).array();
    }

    public static byte[] value() {
        return VALUE.clone();
    }

    /// All who share with a grantee.
    public static Range owners(Grantee grantee) {
        return Range.ofPrefix(prefix(grantee));
    }

    private static byte[] prefix(Grantee grantee) {
        long number =
                switch (grantee) {
                    case Grantee.Anyone _ -> 0;
                    case Grantee.Account(AccountId id) -> id.value();
                };
        return ByteBuffer.allocate(9).put(OWNER).putLong(number).array();
    }

    public static AccountId ownerOf(byte[] key) {
        return new AccountId(ByteBuffer.wrap(key).getLong(9));
    }
}
