// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.function.BiPredicate;
import org.pabal.directory.AccountId;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.scripts.ScriptStore;

/// What the roles share that have to do with people's scripts.
///
/// @param memory of what scripts have done before: whom they answered, what they have seen
/// @param lab where scripts are tried
record ScriptParts(ScriptStore scripts, DeliveryMemory memory, SieveLab lab) {

    /// @param isKnown whether an account has written to an address
    static ScriptParts of(Ground here, BiPredicate<AccountId, String> isKnown) throws StartFailure {
        ScriptStore scripts = SieveSettings.scripts(here.settings(), here.foundation());
        DeliveryMemory memory = new DeliveryMemory(here.storage(), here.clock(), here.random());
        SieveLab lab =
                AgentSettings.lab(
                        here.settings(),
                        here.name(),
                        here.foundation(),
                        scripts,
                        memory,
                        isKnown::test);
        return new ScriptParts(scripts, memory, lab);
    }
}
