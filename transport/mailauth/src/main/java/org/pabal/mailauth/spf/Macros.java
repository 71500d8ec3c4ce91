// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Puts values into a {@link MacroString}. RFC 7208 §7.3.
final class Macros {
    /// As DNS has it, without the final dot. RFC 7208 §7.3.
    static final int MAX_NAME = 253;

    private static final String UNRESERVED_MARKS = "-._~"; // RFC 3986 §2.3

    private static final String HEX = "0123456789ABCDEF";

    private Macros() {}

    /// The value of a letter.
    interface Values {
        String of(char letter);
    }

    static String expand(MacroString text, Values values) {
        StringBuilder expanded = new StringBuilder();
        for (MacroString.Part part : text.parts()) {
            switch (part) {
                case MacroString.Part.Literal(var literal) -> expanded.append(literal);
                case MacroString.Part.Expand expand ->
                        expanded.append(transformed(expand, values.of(expand.letter())));
            }
        }
        return expanded.toString();
    }

    /// A name to be looked up: without a final dot, and cut by labels from the left until it fits.
    static String name(MacroString text, Values values) {
        String name = expand(text, values);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.length() <= MAX_NAME) {
            return name;
        }
        int dot = name.indexOf('.', name.length() - MAX_NAME - 1);
        return dot < 0 ? name : name.substring(dot + 1);
    }

    private static String transformed(MacroString.Part.Expand expand, String value) {
        String result = value;
        if (expand.keep() > 0 || expand.reversed() || !expand.delimiters().equals(".")) {
            List<String> parts = split(value, expand.delimiters());
            if (expand.reversed()) {
                Collections.reverse(parts);
            }
            int from = expand.keep() == 0 ? 0 : Math.max(0, parts.size() - expand.keep());
            result = String.join(".", parts.subList(from, parts.size()));
        }
        return expand.escaped() ? escaped(result) : result;
    }

    private static List<String> split(String value, String delimiters) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || delimiters.indexOf(value.charAt(i)) >= 0) {
                parts.add(value.substring(start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    /// All but `unreserved` of RFC 3986 §2.3.
    static String escaped(String text) {
        StringBuilder url = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || UNRESERVED_MARKS.indexOf(c) >= 0;
            if (plain) {
                url.append(c);
            } else {
                url.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return url.toString();
    }
}
