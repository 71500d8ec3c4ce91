// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.Optional;

/// How far a client has got with an account's changes; what JMAP calls a state, and its text is the
/// state's string. RFC 8620 §1.6.
///
/// Who is here knows every change up to a modseq and every message up to an id, as they were then or
/// later.
///
/// @param modSeq of the account: every change takes the next one
/// @param newestEmail the id that was given out last; higher ones are new
/// @param within 0, or, amid the changes of the next modseq, the id (of an email or of a mailbox, as the
///     point is one for emails or for mailboxes) up to which they are known
public record AccountPoint(long modSeq, long newestEmail, long within) {
    public AccountPoint {
        if (modSeq < 0 || newestEmail < 0 || within < 0) {
            throw new IllegalArgumentException("a negative number");
        }
    }

    public AccountPoint(long modSeq, long newestEmail) {
        this(modSeq, newestEmail, 0);
    }

    /// Empty for what {@link #toString} never writes.
    public static Optional<AccountPoint> parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length < 2 || parts.length > 3) {
            return Optional.empty();
        }
        try {
            AccountPoint point =
                    new AccountPoint(
                            Long.parseLong(parts[0]),
                            Long.parseLong(parts[1]),
                            parts.length == 3 ? Long.parseLong(parts[2]) : 0);
            return point.toString().equals(text) ? Optional.of(point) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return within == 0 ? modSeq + "-" + newestEmail : modSeq + "-" + newestEmail + "-" + within;
    }
}
