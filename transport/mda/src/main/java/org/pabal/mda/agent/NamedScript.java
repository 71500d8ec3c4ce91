// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pabal.mda.ActedRule;
import org.pabal.mda.scripts.ScriptRules;
import org.pabal.sieve.Script;

/// @param name as logs and the ledger call it
/// @param rules of the owner's own
record NamedScript(String name, Script script, Optional<ScriptRules> rules) {

    NamedScript(String name, Script script) {
        this(name, script, Optional.empty());
    }

    /// @param lines of commands that have made a difference
    List<ActedRule> acted(Collection<Integer> lines) {
        return rules.map(known -> known.of(lines)).orElse(List.of());
    }
}
