// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.MailDate;
import org.pabal.mta.ledger.MailId;
import org.pabal.smtp.ClientFacts;

/// The trace fields that this server writes. RFC 5321 §4.4. Whatever a client said of itself
/// comes in as printable ASCII (THREATS S18).
public final class TraceFields {
    private TraceFields() {}

    /// For final delivery only: relayed copies leave it out.
    public static byte[] returnPath(ReversePath from) {
        return ("Return-Path: " + from + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /// How much the field tells of the client.
    public sealed interface Client {
        /// @param name of its address by DNS, or `unknown`
        record Shown(String name) implements Client {}

        record Hidden() implements Client {}
    }

    /// @param recipient the only one, with angle brackets; empty when there are several
    public static byte[] received(
            ClientFacts facts,
            Client client,
            String hostname,
            MailId id,
            Optional<String> recipient,
            Instant at) {
        StringBuilder field = new StringBuilder(256).append("Received: ");
        if (client instanceof Client.Shown(String name) && !facts.protocol().isEmpty()) {
            field.append("from ")
                    .append(word(facts.greeting().orElse("unknown")))
                    .append(" (")
                    .append(word(name))
                    .append(" [")
                    .append(literal(facts.remote().getAddress()))
                    .append("])\r\n\t");
        }
        facts.tls()
                .ifPresent(tls ->
                        field.append("(using ")
                                .append(word(tls.version()))
                                .append(" with cipher ")
                                .append(word(tls.cipherSuite()))
                                .append(")\r\n\t"));
        field.append("by ").append(hostname);
        if (!facts.protocol().isEmpty()) { // of a program of this host, which speaks none
            field.append(" with ").append(word(facts.protocol()));
        }
        field.append(" id ").append(id);
        recipient.ifPresent(to -> field.append("\r\n\tfor ").append(to));
        field.append(";\r\n\t").append(MailDate.format(at.atOffset(ZoneOffset.UTC))).append("\r\n");
        return field.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        String plain = scope < 0 ? text : text.substring(0, scope);
        return address instanceof Inet6Address ? "IPv6:" + plain : plain;
    }

    /// What may stand in a Received field outside comments and strings.
    private static String word(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length() && i < 255; i++) {
            char c = text.charAt(i);
            boolean harmless =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || ".-_:[]".indexOf(c) >= 0;
            safe.append(harmless ? c : '?');
        }
        return safe.isEmpty() ? "unknown" : safe.toString();
    }
}
