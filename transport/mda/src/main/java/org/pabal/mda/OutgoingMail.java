// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import org.pabal.mailbox.StagedMessage;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;

/// A mail that leaves because of one that has arrived.
///
/// @param message as it is sent, behind its prefix
/// @param prefixOctets how much at its beginning is for final delivery only
/// @param request what is asked of every server on the way
/// @param asked what is asked about the recipient
public record OutgoingMail(
        Kind kind,
        ReversePath from,
        Address to,
        StagedMessage message,
        int prefixOctets,
        MailRequest request,
        RecipientRequest asked) {

    public enum Kind {
        /// The mail itself, passed on under its own reverse-path. RFC 5228 §4.2
        REDIRECT,
        /// RFC 5230
        VACATION,
        /// RFC 5436
        NOTIFICATION,
        /// RFC 5429
        REJECTION
    }
}
