// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.Snoozed;
import org.pabal.mailbox.format.v1.RecordKeys.Range;
import org.pabal.storage.Keys;

/// The records of the space that says when messages come back: `W`, the time in seconds since 1970,
/// the account, the message, with nothing more than the version under it.
public final class WakeKeys {
    private static final byte WAKE = 'W';
    private static final byte[] VALUE = {1};

    private WakeKeys() {}

    public static byte[] key(long account, Snoozed snoozed) {
        return ByteBuffer.allocate(25)
                .put(WAKE)
                .putLong(seconds(snoozed.snooze().until()))
                .putLong(account)
                .putLong(snoozed.email().value())
                .array();
    }

    public static byte[] value() {
        return VALUE.clone();
    }

    /// What is due at a time.
    public static Range dueAt(Instant now) {
        return new Range(
                new byte[] {WAKE},
                ByteBuffer.allocate(9).put(WAKE).putLong(seconds(now) + 1).array());
    }

    public static AccountId accountOf(byte[] key) {
        return new AccountId(ByteBuffer.wrap(key).getLong(9));
    }

    /// Behind all of the same time and account.
    public static byte[] afterAccount(byte[] key) {
        return Keys.afterPrefix(Arrays.copyOf(key, 17));
    }

    /// What was due before 1970 was so in its first second.
    private static long seconds(Instant time) {
        return Math.max(0, time.getEpochSecond());
    }
}
