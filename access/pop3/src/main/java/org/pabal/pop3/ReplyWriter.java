// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.pabal.directory.Language;
import org.pabal.wire.Connection;

/// Writes responses. RFC 1939 §3. For one thread.
final class ReplyWriter {
    private static final byte[] END_OF_LINES = {'.', '\r', '\n'};
    private static final int LONGEST_LINE = 80; // three numbers of at most 19 digits

    private final Connection connection;
    private final byte[] numbers = new byte[LONGEST_LINE];
    private Language language = Language.ENGLISH;
    private boolean withinLines;

    ReplyWriter(Connection connection) {
        this.connection = connection;
    }

    Language language() {
        return language;
    }

    /// From now on replies are in this language. RFC 6856 §3.
    void speak(Language other) {
        language = other;
    }

    void send(Pop3Reply reply) throws IOException {
        StringBuilder line = new StringBuilder(80);
        line.append(reply.status()).append(' ');
        reply.code().ifPresent(code -> line.append('[').append(code).append("] "));
        line.append(reply.phrase().in(language, reply.values())).append("\r\n");
        text(line.toString());
    }

    /// The first line of a multi-line response: the others follow, then {@link #endLines}.
    void begin(Pop3Reply reply) throws IOException {
        send(reply);
        withinLines = true;
    }

    /// Whether a multi-line response has begun and not ended: nothing else can be said.
    boolean isWithinLines() {
        return withinLines;
    }

    /// @param text that does not begin with a dot
    void line(String text) throws IOException {
        text(text);
        text("\r\n");
    }

    private void text(String text) throws IOException {
        connection.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Two numbers, at least 0, with a little text between them: LIST and UIDL write many such lines.
    void line(int first, String between, long second) throws IOException {
        int at = put(numbers.length, "\r\n");
        at = put(at, second);
        at = put(at, between);
        at = put(at, first);
        connection.write(numbers, at, numbers.length - at);
    }

    /// From the right to the left.
    private int put(int end, long number) {
        int at = end;
        long rest = number;
        do {
            numbers[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        return at;
    }

    private int put(int end, String ascii) {
        int at = end;
        for (int i = ascii.length() - 1; i >= 0; i--) {
            numbers[--at] = (byte) ascii.charAt(i);
        }
        return at;
    }

    void endLines() throws IOException {
        connection.write(END_OF_LINES);
        withinLines = false;
    }

    /// RFC 5034 §4.
    void challenge(byte[] octets) throws IOException {
        text("+ " + Base64.getEncoder().encodeToString(octets) + "\r\n");
    }

    void flush() throws IOException {
        connection.flush();
    }
}
