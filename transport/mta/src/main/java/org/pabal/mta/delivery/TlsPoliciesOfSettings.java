// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.TlsDemand.Level;

/// What the operator demands for some domains; other policies hold elsewhere.
public final class TlsPoliciesOfSettings implements TlsPolicies {
    private final Map<String, Level> levels = new HashMap<>();
    private final TlsPolicies others;

    /// @param others asked for all other domains
    public TlsPoliciesOfSettings(Map<Domain, Level> levels, TlsPolicies others) {
        levels.forEach((domain, level) -> this.levels.put(key(domain), level));
        this.others = others;
    }

    private static String key(Domain domain) {
        return domain.toAscii().toLowerCase(Locale.ROOT);
    }

    @Override
    public Answer ask(Domain domain, String exchanger) {
        Level level = levels.isEmpty() ? null : levels.get(key(domain));
        if (level == null) {
            return others.ask(domain, exchanger);
        }
        return new Answer.Use(
                level == Level.VERIFIED ? TlsDemand.verified() : TlsDemand.byMx(level));
    }
}
