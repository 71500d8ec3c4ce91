// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// Takes one message in as a stream: stored, hashed, measured and scanned in one pass, in bounded
/// memory whatever its size. For one thread at a time.
public interface MessageIntake extends AutoCloseable {

    void write(byte[] octets, int offset, int length);

    /// False as soon as the header section is too large to be kept whole (THREATS S36).
    boolean headerIsWithinLimits();

    /// Octets written so far.
    long octets();

    /// Ends the message. It lasts with the first commit that files or queues it.
    default StagedMessage finish() {
        return finish(new byte[0]);
    }

    /// Ends the message and puts header fields of ours above all that was written, which must begin
    /// with a field, with an empty line, or be empty: they count towards no limit, and nothing is
    /// copied or scanned again for them.
    ///
    /// @param top whole fields, none of MIME's; {@value org.pabal.storage.BlobWriter#MAX_TOP_OCTETS}
    ///     octets at most
    StagedMessage finish(byte[] top);

    /// Gives up what was not finished.
    @Override
    void close();
}
