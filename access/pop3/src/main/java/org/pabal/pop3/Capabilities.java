// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.ArrayList;
import java.util.List;

/// What CAPA announces. The same in every state, as RFC 2449 §5 asks for; TLS changes it.
final class Capabilities {
    private Capabilities() {}

    /// RFC 2449 §6; AUTH-RESP-CODE: RFC 3206 §6; STLS: RFC 2595 §4; SASL: RFC 5034 §3; UTF8 and
    /// LANG: RFC 6856 §2 and §3. There is no LOGIN-DELAY, since nobody is sent away for coming
    /// back soon, and messages never expire.
    static List<String> of(Client client) {
        List<String> capabilities = new ArrayList<>(List.of("TOP", "UIDL"));
        if (client.allowsLogin()) {
            capabilities.add("USER");
            capabilities.add("SASL " + String.join(" ", client.mechanisms()));
        }
        if (client.offersStls()) {
            capabilities.add("STLS");
        }
        capabilities.addAll(
                List.of(
                        "RESP-CODES",
                        "AUTH-RESP-CODE",
                        "PIPELINING",
                        "EXPIRE NEVER",
                        "UTF8 USER",
                        "LANG",
                        "IMPLEMENTATION Pabal"));
        return capabilities;
    }
}
