// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// One header field with its value as received: folding kept, final CRLF removed. RFC 5322 §2.2.
///
/// @param name as written, without the colon
/// @param value the octets behind the colon, unchanged, each as one char (ISO-8859-1), so that raw
///     8-bit fields survive; readers decode with {@link HeaderText}
public record HeaderField(String name, String value) {

    /// `field-name = 1*ftext`, RFC 5322 §3.6.8.
    public static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
    }
}
