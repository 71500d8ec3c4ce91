// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.net.InetAddress;

/// What an address means that a list has answered with. RFC 5782 §2.1, RFC 6471 §3.4
enum ListAnswer {
    /// An entry.
    ENTRY,
    /// The list does not answer us: our name server is that of thousands, asks too often, or has not
    /// paid (THREATS D09).
    REFUSED,
    /// Not about what was asked: the list holds names, and was asked for an address.
    WRONG_QUESTION,
    /// No list speaks so: the zone belongs to somebody else by now, or a name server on the way answers
    /// for names that do not exist.
    NONSENSE;

    static ListAnswer of(InetAddress answer) {
        byte[] octets = answer.getAddress();
        if (octets.length != 4 || octets[0] != 127) {
            return NONSENSE;
        }
        int second = octets[1] & 0xff;
        int third = octets[2] & 0xff;
        int last = octets[3] & 0xff;
        if (second == 255 && third == 255 || second == 0 && third == 0 && last == 1) {
            return REFUSED;
        }
        return second == 0 && third == 1 && last == 255 ? WRONG_QUESTION : ENTRY;
    }
}
