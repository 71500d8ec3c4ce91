// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The ids in Message-ID, In-Reply-To and References, in the form in which they are compared: without
/// the angle brackets, quotation marks, backslashes and white space. RFC 5322 §3.6.4, RFC 5256 §3.
///
/// Total and linear. An id without `@` counts as well: it names its message no less.
public final class MessageIds {
    private MessageIds() {}

    public static Optional<String> first(String text) {
        Reader reader = new Reader(text);
        return reader.next() ? Optional.of(reader.id()) : Optional.empty();
    }

    /// @param most how many of the last ones are wanted
    public static List<String> last(String text, int most) {
        Deque<String> ids = new ArrayDeque<>();
        Reader reader = new Reader(text);
        while (reader.next()) {
            if (ids.size() == most) {
                ids.removeFirst();
            }
            ids.addLast(reader.id());
        }
        return new ArrayList<>(ids);
    }

    private static final class Reader {
        private final String text;
        private int at;
        private String id = "";

        Reader(String text) {
            this.text = text;
        }

        String id() {
            return id;
        }

        /// Goes to the next id that is closed and not empty.
        boolean next() {
            int open = text.indexOf('<', at);
            while (open >= 0) {
                at = open + 1;
                if (read() && !id.isEmpty()) {
                    return true;
                }
                open = text.indexOf('<', at);
            }
            return false;
        }

        /// Up to and with the `>`; a `<` before it begins anew.
        private boolean read() {
            int end = at;
            while (end < text.length() && isPlain(text.charAt(end))) {
                end++;
            }
            if (end < text.length() && text.charAt(end) == '>') {
                id = text.substring(at, end);
                at = end + 1;
                return true;
            }
            return readQuoted();
        }

        private boolean readQuoted() {
            StringBuilder plain = new StringBuilder();
            boolean quoted = false;
            int start = at;
            for (; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\\' && at + 1 < text.length()) {
                    plain.append(text.charAt(++at));
                } else if (c == '"') {
                    quoted = !quoted;
                } else if (c == '>' && !quoted) {
                    at++;
                    id = plain.toString();
                    return true;
                } else if (c == '<' && !quoted) {
                    return false;
                } else if (quoted || c > ' ') {
                    plain.append(c);
                }
            }
            at =
                    quoted
                            ? start
                            : text.length(); // an open quote: look for the next id behind the '<'
            return false;
        }

        private static boolean isPlain(char c) {
            return c > ' ' && c != '>' && c != '<' && c != '"' && c != '\\';
        }
    }
}
