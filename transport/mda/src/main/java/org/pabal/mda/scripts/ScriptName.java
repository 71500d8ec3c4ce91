// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/// The name of a script, in Net-Unicode. RFC 5804 §1.6, RFC 5198.
///
/// No name can be taken for a path (THREATS V01), be it only by another program to which a person
/// downloads it.
///
/// @param text in NFC
public record ScriptName(String text) {
    /// RFC 5804 §1.6: no server refuses a name of so many octets for its length.
    public static final int MAX_OCTETS = 512;

    public ScriptName {
        Optional<String> objection = objection(text);
        if (objection.isPresent()) {
            throw new IllegalArgumentException(objection.get());
        }
    }

    /// @return empty for what is no name
    public static Optional<ScriptName> parse(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return objection(normal).isEmpty() ? Optional.of(new ScriptName(normal)) : Optional.empty();
    }

    /// Why a text is no name.
    ///
    /// @return one sentence; empty when it is one
    public static Optional<String> objectionTo(String text) {
        return objection(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    private static Optional<String> objection(String text) {
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            return Optional.of("A script's name is not empty and neither '.' nor '..'");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
            return Optional.of("A script's name has " + MAX_OCTETS + " octets at most");
        }
        return text.codePoints().allMatch(ScriptName::isAllowed)
                ? Optional.empty()
                : Optional.of("A script's name has no '/' and no control characters");
    }

    /// RFC 5804 §1.6 forbids the controls and the line and paragraph separators.
    private static boolean isAllowed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    false;
            default -> codePoint != '/';
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
