// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

/// The id of a thread within its account: that of the email it began with, which may be gone. A
/// message has it from its arrival and for good, wherever it is moved. RFC 8474 §5.2, RFC 8621 §3.
public record ThreadId(long value) implements Comparable<ThreadId> {

    @Override
    public int compareTo(ThreadId other) {
        return Long.compare(value, other.value);
    }
}
