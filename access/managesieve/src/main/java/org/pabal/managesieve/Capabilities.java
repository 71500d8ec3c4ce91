// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.mda.agent.PeopleLists;

/// What the server says of itself. RFC 5804 §1.7.
///
/// @param sieve the extensions that scripts may require
/// @param sasl the mechanisms that can be used now
/// @param startTls whether it is offered now
/// @param owner whose scripts they are, once someone logged in
record Capabilities(
        List<String> sieve,
        List<String> sasl,
        boolean startTls,
        int maxRedirects,
        Optional<String> owner) {
    private static final String NOTIFY = "enotify";
    private static final String LISTS = "extlists";

    void write(ResponseWriter out) throws IOException {
        out.capability("IMPLEMENTATION", "Pabal");
        out.capability("SIEVE", String.join(" ", sieve));
        if (sieve.contains(NOTIFY)) {
            out.capability("NOTIFY", "mailto https");
        }
        if (sieve.contains(LISTS)) { // URI schemes of lists. RFC 6134
            out.capability("EXTLISTS", String.join(" ", PeopleLists.SCHEMES));
        }
        out.capability("SASL", String.join(" ", sasl));
        if (startTls) {
            out.capability("STARTTLS");
        }
        out.capability("MAXREDIRECTS", Integer.toString(maxRedirects));
        out.capability("LANGUAGE", "en");
        if (owner.isPresent()) {
            out.capability("OWNER", owner.get());
        }
        out.capability("UNAUTHENTICATE");
        out.capability("VERSION", "1.0");
    }
}
