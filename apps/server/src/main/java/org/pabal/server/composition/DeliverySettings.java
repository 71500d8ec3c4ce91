// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.SessionConfig;
import org.pabal.mta.delivery.TlsDemand.Level;
import org.pabal.mta.delivery.TlsPolicies;
import org.pabal.mta.delivery.TlsPoliciesOfSettings;
import org.pabal.server.settings.DeliveryTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.TlsClientContext;

/// How other servers are spoken with, as the settings say.
final class DeliverySettings {
    private DeliverySettings() {}

    static SessionConfig sessions(Settings settings, String hostname) {
        return new SessionConfig(
                hostname,
                settings.get(DeliveryTable.DELIVERY_CONNECT_TIMEOUT),
                settings.get(DeliveryTable.DELIVERY_IDLE_TIME),
                settings.get(DeliveryTable.DELIVERY_IDLE_CONNECTIONS),
                settings.get(DeliveryTable.DELIVERY_MAILS_PER_CONNECTION));
    }

    /// @param others what holds for domains that the settings do not name
    static TlsPolicies policies(Settings settings, TlsPolicies others) throws StartFailure {
        Map<Domain, Level> levels = new HashMap<>();
        for (Map.Entry<String, List<String>> entry :
                settings.table(DeliveryTable.DELIVERY_TLS).entrySet()) {
            Domain domain =
                    Domain.parse(entry.getKey())
                            .orElseThrow(() ->
                                    new StartFailure(
                                            "in [delivery.tls], '"
                                                    + entry.getKey()
                                                    + "' is not a domain"));
            levels.put(domain, level(entry.getValue().getFirst()));
        }
        return new TlsPoliciesOfSettings(levels, others);
    }

    private static Level level(String word) {
        return switch (word) {
            case "none" -> Level.NONE;
            case "required" -> Level.ENCRYPTED;
            case "verified" -> Level.VERIFIED;
            default -> Level.OPPORTUNISTIC;
        };
    }

    /// Whom we believe who other servers are.
    static TlsClientContext trust(Settings settings) throws StartFailure {
        Optional<Path> authorities = settings.get(DeliveryTable.DELIVERY_AUTHORITIES);
        try {
            return authorities.isPresent()
                    ? TlsClientContext.trusting(authorities.get())
                    : TlsClientContext.trustingAuthorities();
        } catch (IOException unusable) {
            throw new StartFailure(
                    "in [delivery], the authorities cannot be used: " + unusable.getMessage(),
                    unusable);
        }
    }

    static TlsClientContext tls(Settings settings) throws StartFailure {
        Optional<Path> certificate = settings.get(DeliveryTable.DELIVERY_CERTIFICATE);
        try {
            TlsClientContext context = trust(settings);
            return certificate.isPresent()
                    ? context.presenting(
                            new CertificateFiles(
                                    certificate.get(),
                                    settings.get(DeliveryTable.DELIVERY_KEY).orElseThrow()))
                    : context;
        } catch (IOException unusable) {
            throw new StartFailure(
                    "in [delivery], a certificate cannot be used: " + unusable.getMessage(),
                    unusable);
        }
    }
}
