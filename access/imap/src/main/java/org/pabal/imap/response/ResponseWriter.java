// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.response;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.mailbox.StoredMessage.Stretch;
import org.pabal.wire.Connection;

/// Gathers responses as octets and hands them on in large pieces. For one thread at a time.
///
/// It holds no buffer between commands: {@link #flush} lets it go.
public final class ResponseWriter {
    private static final int FIRST_BUFFER = 1 << 10;
    private static final int LARGEST_BUFFER = 32 << 10;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final byte[] NONE = {};
    private static final byte[] MONTHS =
            "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private byte[] buffer = NONE;
    private int used;
    private long literalLeft;
    private byte lastHandedOn = '\n';

    public ResponseWriter(Connection connection) {
        this.connection = connection;
    }

    /// Sends everything and lets the buffer go.
    public void flush() throws IOException {
        handOn();
        buffer = NONE;
        connection.flush();
    }

    private void handOn() throws IOException {
        if (used > 0) {
            connection.write(buffer, 0, used);
            lastHandedOn = buffer[used - 1];
            used = 0;
        }
    }

    /// Makes room; afterwards `count` octets may be put into the buffer.
    private void room(int count) throws IOException {
        if (buffer.length - used >= count) {
            return;
        }
        if (used + count > LARGEST_BUFFER) {
            handOn();
        }
        if (buffer.length - used < count) {
            int size = Math.max(FIRST_BUFFER, Math.max(buffer.length * 4, used + count));
            buffer = Arrays.copyOf(buffer, Math.min(LARGEST_BUFFER, size));
        }
    }

    public ResponseWriter octet(char c) throws IOException {
        room(1);
        buffer[used++] = (byte) c;
        return this;
    }

    public ResponseWriter octets(byte[] octets) throws IOException {
        return octets(octets, 0, octets.length);
    }

    public ResponseWriter octets(byte[] octets, int offset, int length) throws IOException {
        if (length > LARGEST_BUFFER / 2) {
            handOn();
            connection.write(octets, offset, length);
            lastHandedOn = octets[offset + length - 1];
            return this;
        }
        room(length);
        System.arraycopy(octets, offset, buffer, used, length);
        used += length;
        return this;
    }

    /// What is stored as it is sent.
    public ResponseWriter stretch(Stretch stored) throws IOException {
        return octets(stored.octets(), stored.offset(), stored.length());
    }

    /// Text of this program or of the grammar: ASCII.
    public ResponseWriter ascii(String text) throws IOException {
        int length = text.length();
        if (length > FIRST_BUFFER) {
            return octets(text.getBytes(StandardCharsets.US_ASCII));
        }
        room(length);
        for (int i = 0; i < length; i++) {
            buffer[used + i] = (byte) text.charAt(i);
        }
        used += length;
        return this;
    }

    public ResponseWriter number(long number) throws IOException {
        room(20);
        if (number < 0) {
            buffer[used++] = '-';
        }
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = used + digits - 1; i >= used; i--) {
            buffer[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        used += digits;
        return this;
    }

    public ResponseWriter crlf() throws IOException {
        room(2);
        buffer[used++] = '\r';
        buffer[used++] = '\n';
        return this;
    }

    /// `astring`; mailbox names and what clients wrote.
    public ResponseWriter astring(String text) throws IOException {
        boolean atom = !text.isEmpty();
        for (int i = 0; i < text.length() && atom; i++) {
            char c = text.charAt(i);
            atom = c < 128 && ImapParser.isAtomChar((byte) c);
        }
        return atom ? ascii(text) : string(text);
    }

    /// `string`: quoted where that can be, else a literal; UTF-8 in both.
    public ResponseWriter string(String text) throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (byte c : octets) {
            if (c == '\r' || c == '\n' || c == 0) {
                return literal(octets);
            }
        }
        octet('"');
        for (byte c : octets) {
            if (c == '"' || c == '\\') {
                octet('\\');
            }
            octet((char) (c & 0xFF));
        }
        return octet('"');
    }

    /// `date-time`, in UTC: `"17-Jul-1996 02:44:25 +0000"`.
    ///
    /// @param seconds since 1970
    public ResponseWriter dateTime(long seconds) throws IOException {
        long days = Math.floorDiv(seconds, SECONDS_PER_DAY);
        int ofDay = (int) Math.floorMod(seconds, (long) SECONDS_PER_DAY);
        // Civil from days, with years that begin in March so that the leap day comes last.
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        int dayOfEra = (int) Math.floorMod(shifted, 146_097L);
        int yearOfEra =
                (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
        int month = marchMonth < 10 ? marchMonth + 2 : marchMonth - 10;
        int year = (int) (yearOfEra + era * 400 + (month < 2 ? 1 : 0));
        octet('"').two(day).octet('-').octets(MONTHS, month * 3, 3).octet('-');
        two(year / 100).two(year % 100).octet(' ');
        two(ofDay / 3600).octet(':').two(ofDay / 60 % 60).octet(':').two(ofDay % 60);
        return ascii(" +0000\"");
    }

    private ResponseWriter two(int number) throws IOException {
        room(2);
        buffer[used++] = (byte) ('0' + number / 10 % 10);
        buffer[used++] = (byte) ('0' + number % 10);
        return this;
    }

    public ResponseWriter literal(byte[] octets) throws IOException {
        beginLiteral(octets.length);
        return inLiteral(octets, 0, octets.length);
    }

    /// `{size}` CRLF; the octets follow with {@link #inLiteral}.
    public ResponseWriter beginLiteral(long size) throws IOException {
        octet('{').number(size).octet('}').crlf();
        literalLeft = size;
        return this;
    }

    /// `~{size}` CRLF, a literal that may hold NUL. RFC 9051 §4.3.
    public ResponseWriter beginLiteral8(long size) throws IOException {
        return octet('~').beginLiteral(size);
    }

    public ResponseWriter inLiteral(byte[] octets, int offset, int length) throws IOException {
        octets(octets, offset, length);
        literalLeft -= length;
        return this;
    }

    /// True within a line or an announced literal: a failure now leaves nothing that could be said,
    /// the connection can only be closed.
    public boolean isWithinResponse() {
        byte last = used > 0 ? buffer[used - 1] : lastHandedOn;
        return literalLeft != 0 || last != '\n';
    }

    /// `* <status> [<code>] <text>`
    public ResponseWriter untagged(String status, String code, String text) throws IOException {
        return ascii("* ").status(status, code, text);
    }

    public ResponseWriter tagged(String tag, TaggedResponse response) throws IOException {
        ascii(tag).octet(' ');
        return status(response.status().name(), response.code(), response.text());
    }

    private ResponseWriter status(String status, String code, String text) throws IOException {
        ascii(status).octet(' ');
        if (!code.isEmpty()) {
            octet('[').ascii(code).ascii("] ");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            octet(c >= ' ' && c < 127 ? c : '?'); // resp-text is ASCII, wherever it came from
        }
        return crlf();
    }

    /// `+ <text>`, sent at once.
    public void continuation(String text) throws IOException {
        ascii("+ ").ascii(text).crlf().flush();
    }
}
