// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.sasl.SaslMechanisms;

/// What a listener offers a client at this moment. RFC 5321 §4.1.1.1, RFC 3207, RFC 4954.
///
/// @param startTlsPossible there is a certificate
record Extensions(SmtpConfig config, boolean startTlsPossible) {

    /// The lines of `ehlo-ok-rsp`.
    List<String> announced(ClientFacts client) {
        List<String> lines = new ArrayList<>(10);
        lines.add(config.hostname());
        lines.add("PIPELINING");
        lines.add("SIZE " + config.mail().maxOctets());
        lines.add("8BITMIME");
        lines.add("SMTPUTF8");
        lines.add("ENHANCEDSTATUSCODES");
        if (startTlsPossible && client.tls().isEmpty()) {
            lines.add("STARTTLS");
        }
        List<String> mechanisms = mustEncryptFirst(client) ? List.of() : mechanisms(client);
        if (!mechanisms.isEmpty()) {
            lines.add("AUTH " + String.join(" ", mechanisms));
        }
        lines.add("HELP");
        return lines;
    }

    boolean offersAuth() {
        return !config.login().mechanisms().isEmpty();
    }

    /// RFC 4954 §6, THREATS A06.
    boolean mustEncryptFirst(ClientFacts client) {
        return config.login().requireTls() && client.tls().isEmpty();
    }

    List<String> mechanisms(ClientFacts client) {
        return SaslMechanisms.offered(config.login().mechanisms(), channelBinding(client));
    }

    /// Present only when a `-PLUS` mechanism is announced: see {@link SaslMechanisms#offered}.
    Optional<byte[]> bindingFor(ClientFacts client) {
        boolean plusAnnounced =
                mechanisms(client).stream().anyMatch(name -> name.endsWith("-PLUS"));
        return plusAnnounced ? channelBinding(client) : Optional.empty();
    }

    private static Optional<byte[]> channelBinding(ClientFacts client) {
        return client.tls().flatMap(facts -> facts.exporterBinding());
    }
}
