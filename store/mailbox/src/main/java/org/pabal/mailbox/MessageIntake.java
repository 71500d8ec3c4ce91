// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// Takes one message in as a stream: stored, hashed, measured and scanned in one pass, in bounded
/// memory whatever its size. For one thread at a time.
public interface MessageIntake extends AutoCloseable {

    /// Puts header fields of ours on top, before all else: they count towards no limit.
    void writeOwn(byte[] fields);

    void write(byte[] octets, int offset, int length);

    /// False as soon as the header section is too large to be kept whole (THREATS S36).
    boolean headerIsWithinLimits();

    /// Octets written so far.
    long octets();

    /// Ends the message. It lasts with the first commit that files or queues it.
    StagedMessage finish();

    /// Gives up what was not finished.
    @Override
    void close();
}
