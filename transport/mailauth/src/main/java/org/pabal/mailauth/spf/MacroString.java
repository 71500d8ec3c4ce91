// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text with macros: `macro-string` of RFC 7208 §7.1.
///
/// @param text as it stands in the record
record MacroString(String text, List<Part> parts) {

    /// Longer than any name can be made of; it stops what only costs time.
    private static final int MAX_OCTETS = 2_048;

    private static final Pattern EXPAND =
            Pattern.compile("%\\{([A-Za-z])([0-9]*)([rR]?)([-.+,/_=]*)}");

    /// `toplabel`: not all digits, no hyphen at an edge.
    private static final Pattern TOP_LABEL =
            Pattern.compile("(?=.*[A-Za-z-])[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?");

    /// Where a text stands, which decides what letters it may use.
    enum Use {
        /// A name to be looked up, or the value of a modifier that nobody knows.
        TERM,
        /// What the sender is told: `explain-string`.
        EXPLANATION
    }

    sealed interface Part {
        record Literal(String text) implements Part {}

        /// @param letter in lower case
        /// @param escaped for a URL, RFC 3986 §2.1
        /// @param keep how many parts from the right; 0 for all
        /// @param delimiters between parts
        record Expand(char letter, boolean escaped, int keep, boolean reversed, String delimiters)
                implements Part {}
    }

    MacroString {
        parts = List.copyOf(parts);
    }

    /// `domain-spec = macro-string domain-end`, RFC 7208 §7.1.
    ///
    /// @param term for the message when it is none
    static MacroString domainSpec(String text, String term) throws SpfSyntaxException {
        if (text.isEmpty()) {
            throw new SpfSyntaxException("\"" + term + "\" lacks a domain");
        }
        MacroString parsed = parse(text, Use.TERM, term);
        boolean endsInMacro =
                !parsed.parts.isEmpty() && parsed.parts.getLast() instanceof Part.Expand;
        if (!endsInMacro) {
            requireTopLabel(text, term);
        }
        return parsed;
    }

    /// `domain-end = ( "." toplabel [ "." ] ) / macro-expand`
    private static void requireTopLabel(String text, String term) throws SpfSyntaxException {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        int dot = name.lastIndexOf('.');
        String label = name.substring(dot + 1);
        // A macro-expand that is an escape (%%, %_, %-) ends a domain-spec, too, by the grammar.
        boolean escapeAtEnd = text.endsWith("%%") || text.endsWith("%_") || text.endsWith("%-");
        if (escapeAtEnd) {
            return;
        }
        if (dot < 0 || !TOP_LABEL.matcher(label).matches()) {
            boolean digits = !label.isEmpty() && label.chars().allMatch(c -> c >= '0' && c <= '9');
            throw new SpfSyntaxException(
                    "\""
                            + term
                            + "\" does not end in a top-level domain"
                            + (digits ? "; for an address write ip4: or ip6:" : ""));
        }
    }

    static MacroString parse(String text, Use use, String term) throws SpfSyntaxException {
        if (text.length() > MAX_OCTETS) {
            throw new SpfSyntaxException("a term is longer than " + MAX_OCTETS + " octets");
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        Matcher expand = EXPAND.matcher(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                requireLiteral(c, use, term);
                literal.append(c);
                continue;
            }
            Optional<String> escape = escape(text, i);
            if (escape.isPresent()) {
                literal.append(escape.get());
                i++;
            } else if (expand.region(i, text.length()).lookingAt()) {
                if (!literal.isEmpty()) {
                    parts.add(new Part.Literal(literal.toString()));
                    literal.setLength(0);
                }
                parts.add(expand(expand, use, term));
                i = expand.end() - 1;
            } else {
                throw new SpfSyntaxException(
                        "\"" + term + "\" has a \"%\" that begins no macro (write %% for itself)");
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Part.Literal(literal.toString()));
        }
        return new MacroString(text, parts);
    }

    /// `macro-literal = %x21-24 / %x26-7E`; in explanations the space, too.
    private static void requireLiteral(char c, Use use, String term) throws SpfSyntaxException {
        if (!(c > ' ' && c < 0x7F) && !(c == ' ' && use == Use.EXPLANATION)) {
            throw new SpfSyntaxException(
                    "\""
                            + PrintableText.of(term, 100)
                            + "\" has a character that is not visible"
                            + " ASCII (code "
                            + (int) c
                            + ")");
        }
    }

    private static Optional<String> escape(String text, int at) {
        return switch (at + 1 < text.length() ? text.charAt(at + 1) : ' ') {
            case '%' -> Optional.of("%");
            case '_' -> Optional.of(" ");
            case '-' -> Optional.of("%20");
            default -> Optional.empty();
        };
    }

    /// `macro-expand = "%{" macro-letter transformers *delimiter "}"`
    private static Part expand(Matcher found, Use use, String term) throws SpfSyntaxException {
        char letter = found.group(1).charAt(0);
        char lower = found.group(1).toLowerCase(Locale.ROOT).charAt(0);
        if ("slodiphv".indexOf(lower) < 0
                && !(use == Use.EXPLANATION && "crt".indexOf(lower) >= 0)) {
            throw new SpfSyntaxException(
                    "\""
                            + term
                            + "\" uses the macro %{"
                            + letter
                            + "}, which "
                            + ("crt".indexOf(lower) >= 0
                                    ? "only explanations may use"
                                    : "does not exist"));
        }
        return new Part.Expand(
                lower,
                letter != lower,
                keep(found.group(2), term),
                !found.group(3).isEmpty(),
                found.group(4).isEmpty() ? "." : found.group(4));
    }

    private static int keep(String digits, String term) throws SpfSyntaxException {
        if (digits.isEmpty()) {
            return 0;
        }
        String number = digits.replaceFirst("^0+", "");
        if (number.isEmpty()) {
            throw new SpfSyntaxException("\"" + term + "\" has a macro that keeps 0 parts");
        }
        return number.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(number);
    }

    /// Whether the value of this letter comes into the text.
    boolean uses(char letter) {
        return parts.stream().anyMatch(part -> part instanceof Part.Expand e && e.letter == letter);
    }
}
