// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Fields of a request or an answer as one text: `Name: value`, a line each, in their order.
final class FieldLines {
    private static final String AFTER_NAME = ": ";

    private final StringBuilder lines = new StringBuilder();

    record Field(String name, String value) {}

    FieldLines add(String name, String value) {
        if (hasLineEnd(name) || hasLineEnd(value)) {
            throw new IllegalArgumentException("a line end in the field " + name);
        }
        lines.append(name).append(AFTER_NAME).append(value).append('\n');
        return this;
    }

    private static boolean hasLineEnd(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    /// @param text foreign input
    static List<Field> read(String text) throws IOException {
        List<Field> fields = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int end = line.indexOf(AFTER_NAME);
            if (end <= 0) {
                throw new IOException("the other host sent a field without a name");
            }
            fields.add(new Field(line.substring(0, end), line.substring(end + AFTER_NAME.length())));
        }
        return fields;
    }
}
