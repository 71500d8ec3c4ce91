// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import org.pabal.mailbox.Flags;

/// One message in one mailbox.
///
/// @param uid 1 to 2^32-1
/// @param thread an email's id that is not above this one's
/// @param size in octets, less than 2^32
/// @param date the internal date in seconds since 1970: IMAP knows no finer one
/// @param saved when it came into this mailbox, likewise; 0 to 2^32-1. RFC 8514
public record MessageEntry(
        long uid,
        long email,
        long thread,
        long modSeq,
        Flags flags,
        long size,
        long date,
        long saved) {}
