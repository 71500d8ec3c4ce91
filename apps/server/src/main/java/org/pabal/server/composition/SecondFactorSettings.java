// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.pabal.message.Domain;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.WebTable;
import org.pabal.sessions.kept.KeptFactors;

/// Of which domains nobody may be without a second factor.
final class SecondFactorSettings {
    private SecondFactorSettings() {}

    /// The second factors of accounts, changed in their turn with all else that accounts have.
    static KeptFactors kept(Foundation foundation) {
        return new KeptFactors(
                foundation.storage(),
                part -> foundation.mailboxes().file(List.of(), List.of(part)));
    }

    static Predicate<Domain> demanding(Settings settings) throws StartFailure {
        Set<Domain> domains = new HashSet<>();
        for (String name : settings.get(WebTable.WEB_SECOND_FACTOR_DOMAINS)) {
            domains.add(
                    Domain.parse(name)
                            .orElseThrow(() ->
                                    new StartFailure(
                                            "in web.second-factor-domains, '"
                                                    + name
                                                    + "' is no domain such as example.org")));
        }
        boolean all = settings.get(WebTable.WEB_SECOND_FACTOR).equals("required");
        Set<Domain> some = Set.copyOf(domains);
        return domain -> all || some.contains(domain);
    }
}
