// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mda.scripts.StoredScript;
import org.pabal.sieve.Script;

/// The scripts of the settings that run for every account's mail. Safe for use by many threads.
///
/// @param before run before the account's own
/// @param preset run for accounts without one of their own
/// @param after run after it
public record AdministratorScripts(
        List<ScriptFile> before, Optional<ScriptFile> preset, List<ScriptFile> after) {
    public static final AdministratorScripts NONE =
            new AdministratorScripts(List.of(), Optional.empty(), List.of());

    /// As logs and the ledger call an account's script that has no name.
    private static final String OWN = "own script";

    public AdministratorScripts {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /// All that are run for an account's mail, in order.
    ///
    /// @param reply while the owner is away: before the owner's own, which may end in that nothing is
    ///     kept
    List<NamedScript> around(Optional<Script> own, Optional<Script> reply) {
        Optional<NamedScript> middle =
                own.map(AdministratorScripts::own).or(() -> preset.map(ScriptFile::current));
        if (before.isEmpty() && after.isEmpty() && reply.isEmpty()) {
            return middle.map(List::of).orElse(List.of());
        }
        List<NamedScript> all = new ArrayList<>(before.size() + after.size() + 2);
        before.forEach(file -> all.add(file.current()));
        reply.ifPresent(script -> all.add(new NamedScript(name(script), script)));
        middle.ifPresent(all::add);
        after.forEach(file -> all.add(file.current()));
        return all;
    }

    private static NamedScript own(Script own) {
        return new NamedScript(
                name(own),
                own,
                own instanceof StoredScript stored
                        ? Optional.of(stored.rules())
                        : Optional.empty());
    }

    private static String name(Script own) {
        return own instanceof StoredScript stored ? "script \"" + stored.name() + "\"" : OWN;
    }
}
