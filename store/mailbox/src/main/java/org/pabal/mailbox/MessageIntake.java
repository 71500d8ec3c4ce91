// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// Takes one message in as a stream: stored, hashed, measured and scanned in one pass, in bounded
/// memory whatever its size. For one thread at a time.
public interface MessageIntake extends AutoCloseable {

    void write(byte[] octets, int offset, int length);

    /// Octets written so far.
    long octets();

    /// Ends the message. It lasts with the first commit that files or queues it.
    StagedMessage finish();

    /// Gives up what was not finished.
    @Override
    void close();
}
