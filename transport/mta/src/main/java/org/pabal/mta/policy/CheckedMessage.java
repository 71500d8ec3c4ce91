// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.util.List;
import org.pabal.message.mime.HeaderField;

/// A mail's content as a check reads it: with the edits of the checks before, without the trace
/// fields that this server has put on top.
public interface CheckedMessage {

    /// Of header section and body together.
    long octets();

    /// The fields in order, each value as it stands behind its colon.
    List<HeaderField> header();

    long bodyOctets();

    /// Reads into the array up to `length` octets from `position` of the body.
    ///
    /// @return the octets read, 0 at or past the end
    int readBody(long position, byte[] octets, int offset, int length);

    /// Begins a new body, or goes on with it. It takes the old one's place by an
    /// {@link Edit.ReplaceBody}.
    ///
    /// @throws BodyTooLarge when no message may have so much
    void writeBody(byte[] octets, int offset, int length) throws BodyTooLarge;

    /// The new body of a message is larger than messages may be.
    final class BodyTooLarge extends Exception {
        private static final long serialVersionUID = 1L;

        public BodyTooLarge(long maxOctets) {
            super("the new body has more than " + maxOctets + " octets");
        }
    }
}
