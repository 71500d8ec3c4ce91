// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// The id of a message's content within its account: copies in several mailboxes share it.
/// Ascending with arrival. RFC 8474 §5.1.
public record EmailId(long value) implements Comparable<EmailId> {

    @Override
    public int compareTo(EmailId other) {
        return Long.compare(value, other.value);
    }
}
