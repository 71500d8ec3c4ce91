// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.util.Map;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.TlsDemand.Level;

/// What the operator demands for some domains; the others' own policies hold elsewhere.
///
/// @param levels by domain in its lookup form
/// @param others asked for all other domains
public record TlsPoliciesOfSettings(Map<Domain, Level> levels, TlsPolicies others)
        implements TlsPolicies {
    public TlsPoliciesOfSettings {
        levels = Map.copyOf(levels);
    }

    @Override
    public Answer ask(Domain domain, String exchanger) {
        Level level = levels.get(domain);
        if (level == null) {
            return others.ask(domain, exchanger);
        }
        return new Answer.Use(
                level == Level.VERIFIED ? TlsDemand.verified() : TlsDemand.byMx(level));
    }
}
