// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.reading.NamedAddress;

/// Whose a mail is.
///
/// @param address of the author, in lower case; empty when there is not exactly one
/// @param domain of that, in ASCII
/// @param proved whether the mail proves that it comes from that domain
/// @param network of the client: a /24, or a /48; empty when it is not known
record Author(String address, String domain, boolean proved, Optional<String> network) {

    static Author of(MailReading reading, ArrivalFacts facts) {
        Optional<String> network = facts.client().map(Author::network);
        if (reading.from().size() != 1) {
            return new Author("", "", false, network);
        }
        NamedAddress from = reading.from().getFirst();
        String domain = from.domain().toLowerCase(Locale.ROOT);
        return new Author(
                from.address().toLowerCase(Locale.ROOT), domain, isProved(domain, facts), network);
    }

    /// By DMARC, or by what DMARC would ask for, more strictly than where it is not published.
    private static boolean isProved(String domain, ArrivalFacts facts) {
        boolean dmarc =
                facts.dmarc()
                        .filter(found ->
                                found.result() == Result.PASS && found.fromDomain().equals(domain))
                        .isPresent();
        String envelope = facts.reversePath();
        boolean spf =
                facts.spfMailFrom().equals(Optional.of(Result.PASS))
                        && envelope.substring(envelope.indexOf('@') + 1).equalsIgnoreCase(domain);
        return !domain.isEmpty() && (dmarc || spf || facts.signers().contains(domain));
    }

    static String network(InetAddress client) {
        byte[] octets = client.getAddress();
        return HexFormat.of().formatHex(octets, 0, octets.length == 4 ? 3 : 6);
    }

    /// As people write it.
    static String shown(InetAddress client) {
        byte[] octets = client.getAddress();
        if (octets.length == 4) {
            return (octets[0] & 0xFF)
                    + "."
                    + (octets[1] & 0xFF)
                    + "."
                    + (octets[2] & 0xFF)
                    + ".0/24";
        }
        HexFormat hex = HexFormat.of();
        return hex.formatHex(octets, 0, 2)
                + ":"
                + hex.formatHex(octets, 2, 4)
                + ":"
                + hex.formatHex(octets, 4, 6)
                + "::/48";
    }
}
