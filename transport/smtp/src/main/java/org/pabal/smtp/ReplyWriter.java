// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.pabal.message.EnhancedStatus;
import org.pabal.wire.Connection;

/// Writes replies as octets. RFC 5321 §4.2, RFC 2034 §4.
///
/// Text is made printable ASCII and lines are cut at 512 octets (RFC 5321 §4.5.3.1.5), whoever
/// composed it: a reply never ends early and never grows a line of a stranger's. Replies gather in
/// the connection until {@link #flush}, one packet for a pipelined batch (RFC 2920 §3.2).
final class ReplyWriter {
    private static final int MAX_LINE_OCTETS = 512;

    private final Connection connection;

    ReplyWriter(Connection connection) {
        this.connection = connection;
    }

    void send(SmtpReply reply) throws IOException {
        connection.write(encode(reply));
    }

    /// `continue-req = "334" SP [base64] CRLF`, RFC 4954 §8; may be longer than other replies.
    void challenge(byte[] octets) throws IOException {
        String line = "334 " + Base64.getEncoder().encodeToString(octets) + "\r\n";
        connection.write(line.getBytes(StandardCharsets.US_ASCII));
    }

    void flush() throws IOException {
        connection.flush();
    }

    /// In one array of the right size, as this is written some six times for each mail.
    static byte[] encode(SmtpReply reply) {
        String status = reply.status().map(EnhancedStatus::toString).orElse("");
        int length = 0;
        for (String line : reply.lines()) {
            length += prefixOctets(status) + textOctets(line, status) + 2;
        }
        byte[] octets = new byte[length];
        int at = 0;
        int last = reply.lines().size() - 1;
        for (int i = 0; i <= last; i++) {
            at = prefix(octets, at, reply.code(), i == last ? ' ' : '-', status);
            at = text(octets, at, reply.lines().get(i), status);
        }
        return octets;
    }

    private static int prefixOctets(String status) {
        return 4 + (status.isEmpty() ? 0 : status.length() + 1);
    }

    private static int textOctets(String line, String status) {
        return Math.min(line.length(), MAX_LINE_OCTETS - 2 - prefixOctets(status));
    }

    private static int prefix(byte[] octets, int start, int code, char separator, String status) {
        int at = start;
        octets[at++] = (byte) ('0' + code / 100);
        octets[at++] = (byte) ('0' + code / 10 % 10);
        octets[at++] = (byte) ('0' + code % 10);
        octets[at++] = (byte) separator;
        for (int i = 0; i < status.length(); i++) {
            octets[at++] = (byte) status.charAt(i);
        }
        if (!status.isEmpty()) {
            octets[at++] = ' ';
        }
        return at;
    }

    private static int text(byte[] octets, int start, String line, String status) {
        int at = start;
        int stop = textOctets(line, status);
        for (int i = 0; i < stop; i++) {
            char c = line.charAt(i);
            octets[at++] = (byte) (c >= ' ' && c <= '~' ? c : '?');
        }
        octets[at++] = '\r';
        octets[at++] = '\n';
        return at;
    }
}
