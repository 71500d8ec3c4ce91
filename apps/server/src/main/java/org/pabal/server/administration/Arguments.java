// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The arguments of a call, foreign input until they are parsed here.
record Arguments(Map<String, Object> values) {

    /// An argument is missing or not what it should be; the message tells the caller.
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    String text(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new Unusable("the argument " + name + " is missing");
    }

    String text(String name, String preset) {
        return values.get(name) instanceof String text && !text.isEmpty() ? text : preset;
    }

    /// @param preset when it is not given
    int count(String name, int preset, int most) {
        String text = String.valueOf(values.getOrDefault(name, ""));
        if (text.isEmpty()) {
            return preset;
        }
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= 1) {
            return Math.min(Integer.parseInt(text), most);
        }
        throw new Unusable("'" + text + "' is not a count of 1 to " + most);
    }

    /// Whether it was given, be it as an empty text.
    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    List<String> texts(String name) {
        if (values.get(name) instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new Unusable("the argument " + name + " is missing");
    }

    /// Parses, or says what it should have been.
    <T> T parsed(String text, String expected, Function<String, Optional<T>> parser) {
        return parser.apply(text)
                .orElseThrow(() -> new Unusable("'" + text + "' is not " + expected));
    }
}
