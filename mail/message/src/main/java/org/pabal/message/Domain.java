// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import java.util.Optional;

/// A domain name or an address literal, in the one form in which this server compares it:
/// NFC, lower case, A-labels turned into U-labels (UTS #46), no final dot.
///
/// RFC 5321 §4.1.2 `Domain`, §4.1.3 address literals, RFC 6531 §3.3 U-labels.
///
/// @param name such as `example.org`, `예시.kr`, `[192.0.2.1]` or `[IPv6:2001:db8::1]`
public record Domain(String name) implements Comparable<Domain> {

    /// Foreign input: empty when it is no domain (empty label, label over 63 octets, over 255 in
    /// all, a slash, a control character, a hyphen at a label's edge, a bad literal).
    public static Optional<Domain> parse(String text) {
        return DomainGrammar.parse(text);
    }

    /// Known-good input.
    public static Domain of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a domain: " + text));
    }

    public boolean isLiteral() {
        return name.startsWith("[");
    }

    /// The form that DNS and peers without SMTPUTF8 see: A-labels. RFC 5890 §2.3.2.1.
    public String toAscii() {
        return DomainGrammar.toAscii(name);
    }

    @Override
    public int compareTo(Domain other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
