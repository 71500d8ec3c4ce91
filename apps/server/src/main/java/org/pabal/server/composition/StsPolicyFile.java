// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.http.HttpExchange;
import org.pabal.http.OwnNames;
import org.pabal.http.Problem;
import org.pabal.mailauth.mtasts.StsPolicy;
import org.pabal.server.settings.HttpTable;
import org.pabal.server.settings.Settings;

/// The MTA-STS policy of our own domains, one for all. RFC 8461 §3.2
record StsPolicyFile(StsPolicy policy) {

    /// @return empty when the settings want none
    /// @throws StartFailure when what they want is no policy
    static Optional<StsPolicyFile> of(Settings settings, String hostname) throws StartFailure {
        String mode = settings.get(HttpTable.HTTP_STS_MODE);
        if (mode.equals("off")) {
            return Optional.empty();
        }
        List<String> named = settings.get(HttpTable.HTTP_STS_EXCHANGERS);
        StsPolicy policy =
                new StsPolicy(
                        StsPolicy.Mode.valueOf(mode.toUpperCase(Locale.ROOT)),
                        settings.get(HttpTable.HTTP_STS_AGE),
                        named.isEmpty() ? List.of(hostname) : named);
        StsPolicyFile file = new StsPolicyFile(policy);
        if (StsPolicy.parse(file.octets()) instanceof StsPolicy.Found.Invalid(var reason)) {
            throw new StartFailure("http.mta-sts makes no policy: " + reason);
        }
        return Optional.of(file);
    }

    private byte[] octets() {
        return (String.join("\r\n", policy.lines()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// At the policy hosts of our domains only.
    void send(HttpExchange exchange, WebNames names) throws IOException {
        if (names.stsDomain(OwnNames.bare(exchange.client().host())).isEmpty()) {
            new Problem(404, "The policy of a domain is at mta-sts.DOMAIN.").send(exchange);
            return;
        }
        exchange.answer("Content-Type", "text/plain; charset=utf-8").send(octets());
    }
}
