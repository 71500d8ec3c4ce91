// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.ArrayList;
import java.util.List;

/// A string with `${name}` in it. RFC 5229 §3.
///
/// @param parts texts and variables, in their order
public record Interpolation(List<Part> parts) implements Text {
    private static final int MAX_CHARS = 256 << 10; // of variables that name one another: V06

    public sealed interface Part {}

    public record Literal(String text) implements Part {}

    public record Reference(Variable variable) implements Part {}

    /// What stands between `${` and `}` and names no variable stays as it is.
    public static Text of(String text, Names names) {
        if (!text.contains("${")) {
            return Text.of(text);
        }
        List<Part> parts = new ArrayList<>();
        int literal = 0;
        int start = text.indexOf("${");
        while (start >= 0) {
            int end = text.indexOf('}', start);
            if (end < 0) {
                break;
            }
            var variable = names.variable(text.substring(start + 2, end));
            if (variable.isPresent()) {
                if (start > literal) {
                    parts.add(new Literal(text.substring(literal, start)));
                }
                parts.add(new Reference(variable.get()));
                literal = end + 1;
                start = text.indexOf("${", literal);
            } else {
                start = text.indexOf("${", start + 1);
            }
        }
        if (parts.isEmpty()) {
            return Text.of(text);
        }
        if (literal < text.length()) {
            parts.add(new Literal(text.substring(literal)));
        }
        return new Interpolation(List.copyOf(parts));
    }

    @Override
    public String value(Run run) {
        if (parts.size() == 1 && parts.getFirst() instanceof Reference(var variable)) {
            return run.variable(variable);
        }
        StringBuilder value = new StringBuilder();
        for (Part part : parts) {
            value.append(
                    switch (part) {
                        case Literal(String text) -> text;
                        case Reference(Variable variable) -> run.variable(variable);
                    });
            if (value.length() > MAX_CHARS) {
                throw run.fail("this text grows beyond what one may hold");
            }
        }
        run.charge(value.length());
        return value.toString();
    }
}
