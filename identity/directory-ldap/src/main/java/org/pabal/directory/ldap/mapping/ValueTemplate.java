// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One value with placeholders: `smtp:{address}`.
///
/// @param parts in order; what is no placeholder stands as it is
record ValueTemplate(List<Part> parts) {
    private static final Pattern BRACES = Pattern.compile("\\{[a-z]+\\}");

    sealed interface Part {
        record Text(String text) implements Part {}

        record Named(AskedName.Placeholder placeholder) implements Part {}
    }

    /// Empty when there is no placeholder in it.
    ///
    /// @throws IllegalArgumentException for an unknown one
    static Optional<ValueTemplate> parse(String value) {
        List<Part> parts = new ArrayList<>();
        Matcher braces = BRACES.matcher(value);
        int end = 0;
        while (braces.find()) {
            AskedName.Placeholder placeholder = AskedName.placeholders().get(braces.group());
            if (placeholder == null) {
                throw new IllegalArgumentException(
                        braces.group()
                                + " is not known; there are {address}, {local}, {domain} and"
                                + " {login}");
            }
            if (braces.start() > end) {
                parts.add(new Part.Text(value.substring(end, braces.start())));
            }
            parts.add(new Part.Named(placeholder));
            end = braces.end();
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        if (end < value.length()) {
            parts.add(new Part.Text(value.substring(end)));
        }
        return Optional.of(new ValueTemplate(List.copyOf(parts)));
    }

    String fill(AskedName name) {
        StringBuilder value = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(var text) -> value.append(text);
                case Part.Named(var placeholder) -> value.append(placeholder.valueFor(name));
            }
        }
        return value.toString();
    }
}
