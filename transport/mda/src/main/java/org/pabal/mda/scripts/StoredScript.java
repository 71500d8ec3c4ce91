// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import org.pabal.sieve.Outcome;
import org.pabal.sieve.Script;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;

/// A script of an account, with the name under which its owner knows it.
///
/// @param rules which of them each line belongs to
public record StoredScript(String name, Script script, ScriptRules rules) implements Script {

    @Override
    public Outcome run(SieveMessage message, Surroundings surroundings) {
        return script.run(message, surroundings);
    }

    @Override
    public Outcome trace(SieveMessage message, Surroundings surroundings) {
        return script.trace(message, surroundings);
    }
}
