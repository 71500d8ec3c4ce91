// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.smtp.SmtpReply;

/// Counts, while a message passes, what its header section must not have too much of, and notes
/// octets beyond ASCII. Memory: one line's beginning and the values of Delivered-To.
final class HeaderTally {
    private static final int KEPT_OF_LINE = 512;
    private static final String RECEIVED = "received:";
    private static final String DELIVERED_TO = "delivered-to:";

    private final MessageLimits limits;
    private final byte[] line = new byte[KEPT_OF_LINE];
    private int lineOctets;
    private boolean inHeader = true;
    private long headerOctets;
    private int fields;
    private int received;
    private final Map<String, Integer> deliveredTo = new HashMap<>();
    private boolean eightBitHeader;
    private boolean eightBitBody;

    HeaderTally(MessageLimits limits) {
        this.limits = limits;
    }

    void add(byte[] octets, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && inHeader) {
            addToHeader(octets[at++]);
        }
        byte bits = 0;
        for (; at < end; at++) {
            bits |= octets[at];
        }
        eightBitBody |= bits < 0;
    }

    private void addToHeader(byte octet) {
        headerOctets++;
        eightBitHeader |= octet < 0;
        if (octet == '\n') {
            endLine();
            lineOctets = 0;
        } else {
            if (lineOctets < KEPT_OF_LINE) {
                line[lineOctets] = octet;
            }
            lineOctets++;
        }
        inHeader &= headerOctets <= limits.maxHeaderOctets();
    }

    private void endLine() {
        int kept = Math.min(lineOctets, KEPT_OF_LINE);
        String text = new String(line, 0, kept, StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty()) {
            inHeader = lineOctets > 1; // white space continues a field, CR alone ends the section
        } else if (line[0] != ' ' && line[0] != '\t') {
            addField(text);
        }
    }

    private void addField(String text) {
        if (text.indexOf(':') < 1) {
            inHeader = false; // no header section, or one that ends without an empty line
            return;
        }
        fields++;
        if (text.regionMatches(true, 0, RECEIVED, 0, RECEIVED.length())) {
            received++;
        } else if (text.regionMatches(true, 0, DELIVERED_TO, 0, DELIVERED_TO.length())) {
            String value = text.substring(DELIVERED_TO.length()).strip();
            deliveredTo.merge(value.toLowerCase(Locale.ROOT), 1, Integer::sum);
        }
        inHeader &= fields <= limits.maxHeaderFields();
    }

    /// Why the message is not taken; known as soon as it is so.
    Optional<SmtpReply> problem() {
        if (headerOctets > limits.maxHeaderOctets()) {
            return Optional.of(SmtpReply.of(552, "5.3.4", "Header section too large"));
        }
        if (fields > limits.maxHeaderFields()) {
            return Optional.of(SmtpReply.of(552, "5.3.4", "Too many header fields"));
        }
        if (received > limits.maxReceived()) {
            return Optional.of(SmtpReply.of(554, "5.4.6", "Too many hops, this mail is looping"));
        }
        if (deliveredTo.values().stream().anyMatch(n -> n > limits.maxDeliveredTo())) {
            return Optional.of(
                    SmtpReply.of(554, "5.4.6", "Delivered too often, this mail is looping"));
        }
        return Optional.empty();
    }

    boolean eightBitHeader() {
        return eightBitHeader;
    }

    boolean eightBit() {
        return eightBitHeader || eightBitBody;
    }
}
