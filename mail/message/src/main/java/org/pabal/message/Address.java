// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.util.Optional;

/// An address, `local-part@domain`. RFC 5321 §4.1.2, RFC 6531 §3.3.
///
/// The local-part is kept unquoted and in NFC, with its case as given; `toString` quotes it again
/// where the grammar asks for that.
///
/// @param localPart 1 to 64 octets of UTF-8, without control characters
/// @param domain never absent
public record Address(String localPart, Domain domain) {

    /// Foreign input without angle brackets: empty when outside the grammar of RFC 5321 §4.1.2
    /// or beyond the sizes of §4.5.3.1.
    public static Optional<Address> parse(String text) {
        return AddressGrammar.parse(text);
    }

    /// Known-good input.
    public static Address of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
    }

    /// The form under which accounts are looked up: NFC and ASCII case only, so that no two
    /// addresses that differ otherwise are ever taken for one (THREATS S21).
    public Address lookupForm() {
        return new Address(AddressGrammar.asciiLowerCase(localPart), domain);
    }

    /// True when the peer must offer SMTPUTF8. RFC 6531 §3.2.
    public boolean needsSmtpUtf8() {
        return !localPart.chars().allMatch(c -> c < 0x80);
    }

    @Override
    public String toString() {
        return AddressGrammar.quoteIfNeeded(localPart) + "@" + domain;
    }
}
