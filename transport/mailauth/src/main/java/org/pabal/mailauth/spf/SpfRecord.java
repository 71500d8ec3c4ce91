// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A record, read whole.
///
/// @param redirect where to go on when no directive matches
/// @param explanation where the text for a FAIL stands
record SpfRecord(
        List<Directive> directives,
        Optional<MacroString> redirect,
        Optional<MacroString> explanation) {

    private static final String VERSION = "v=spf1";

    SpfRecord {
        directives = List.copyOf(directives);
    }

    /// @param text as the record has it
    /// @param result when the mechanism matches
    record Directive(String text, SpfResult result, Mechanism mechanism) {}

    /// Whether a TXT record is one of SPF. RFC 7208 §4.5.
    static boolean isOne(String text) {
        return text.length() >= VERSION.length()
                && text.substring(0, VERSION.length()).toLowerCase(Locale.ROOT).equals(VERSION)
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /// @param text for which {@link #isOne}
    static SpfRecord parse(String text) throws SpfSyntaxException {
        return new SpfParser().parse(text.substring(VERSION.length()));
    }
}
