// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.passkey;

import java.util.Optional;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.OwnNames;

/// To whom passkeys are shown: this server under its public name, and under no other. A passkey belongs
/// to a name for good.
///
/// @param id the host name, without a port
/// @param origin `https://` and the name, with the port where that is not 443
public record RelyingParty(String id, String origin) {

    /// @param publicName with the port where that is not 443
    public static RelyingParty of(String publicName) {
        return new RelyingParty(OwnNames.bare(publicName), "https://" + publicName);
    }

    /// Why a browser that came as it did can use no passkey; empty when it can. Browsers refuse a name
    /// that is not the page's own.
    public Optional<String> objection(HttpClientFacts client) {
        return OwnNames.bare(client.host()).equals(id)
                ? Optional.empty()
                : Optional.of("Passkeys belong to " + origin + ": come by that name.");
    }
}
