// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.util.List;
import org.pabal.cluster.web.FieldLines.Field;

/// The beginning of an answer: `200 WHOLE 345`, `200 STREAM 0`, `101 SOCKET jmap` and the lines of its
/// fields below.
///
/// @param about the octets of a whole body, or the subprotocol of a WebSocket
record AnswerHead(int status, Form form, String about, List<Field> fields) {

    enum Form {
        /// A body whose length is known.
        WHOLE,
        /// One that comes piece by piece.
        STREAM,
        /// A WebSocket.
        SOCKET
    }

    String text() {
        FieldLines lines = new FieldLines();
        fields.forEach(field -> lines.add(field.name(), field.value()));
        return status + " " + form.name() + " " + about + "\n" + lines;
    }

    int octets() throws IOException {
        try {
            return Integer.parseInt(about);
        } catch (NumberFormatException foreign) {
            throw new IOException("the other host tells no length", foreign);
        }
    }

    /// @param text foreign input
    static AnswerHead read(String text) throws IOException {
        int end = text.indexOf('\n');
        String[] words = end < 0 ? new String[0] : text.substring(0, end).split(" ", 3);
        try {
            if (words.length == 3 && words[0].matches("[1-5]\\d\\d")) {
                return new AnswerHead(
                        Integer.parseInt(words[0]),
                        Form.valueOf(words[1]),
                        words[2],
                        FieldLines.read(text.substring(end + 1)));
            }
        } catch (IllegalArgumentException foreign) {
            throw new IOException("the other host begins an answer in a foreign form", foreign);
        }
        throw new IOException("the other host begins an answer without a status");
    }
}
