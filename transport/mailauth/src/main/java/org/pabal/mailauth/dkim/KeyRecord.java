// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// A TXT record as a key. RFC 6376 §3.6.1, RFC 8463 §4.
sealed interface KeyRecord {
    record Usable(DkimKey key) implements KeyRecord {}

    /// @param reason for people
    record Unusable(String reason) implements KeyRecord {}

    /// Any text gives a result.
    static KeyRecord parse(String record) {
        try {
            return new Usable(KeyRecordParser.parse(record));
        } catch (KeyRecordParser.UnusableException e) {
            return new Unusable(String.valueOf(e.getMessage()));
        }
    }
}
