// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Test;

/// All words of the language by their names.
public final class Dictionary {
    private final Map<String, Word<? extends Command>> commands = new HashMap<>();
    private final Map<String, Word<? extends Test>> tests = new HashMap<>();

    public Dictionary(List<Word<? extends Command>> commands, List<Word<? extends Test>> tests) {
        commands.forEach(word -> this.commands.put(word.name(), word));
        tests.forEach(word -> this.tests.put(word.name(), word));
    }

    /// @param name in lower case
    Optional<Word<? extends Command>> command(String name) {
        return Optional.ofNullable(commands.get(name));
    }

    /// @param name in lower case
    Optional<Word<? extends Test>> test(String name) {
        return Optional.ofNullable(tests.get(name));
    }
}
