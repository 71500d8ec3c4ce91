// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.util.Optional;
import org.pabal.mta.ledger.MailId;

/// The id of a queue entry: its mail's id and which of the mail's entries it is, such as
/// `06D5M0Q9K3ZV41RT-2`.
///
/// @param part from 1
public record QueueId(MailId mail, int part) implements Comparable<QueueId> {
    public QueueId {
        if (part < 1) {
            throw new IllegalArgumentException("parts of a mail count from 1: " + part);
        }
    }

    /// Foreign input.
    public static Optional<QueueId> parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0 || !text.substring(dash + 1).matches("[1-9][0-9]{0,8}")) {
            return Optional.empty();
        }
        int part = Integer.parseInt(text.substring(dash + 1));
        return MailId.parse(text.substring(0, dash)).map(mail -> new QueueId(mail, part));
    }

    @Override
    public int compareTo(QueueId other) {
        int byMail = mail.compareTo(other.mail);
        return byMail != 0 ? byMail : Integer.compare(part, other.part);
    }

    @Override
    public String toString() {
        return mail + "-" + part;
    }
}
