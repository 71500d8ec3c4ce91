// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.mda.scripts.ScriptCompiler;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.ScriptSource;

/// A language of its own, in which lines that begin with `error` or `warning` are such.
final class LineCompiler implements ScriptCompiler {

    @Override
    public Compilation compile(byte[] script, ScriptSource included) {
        List<Finding> errors = new ArrayList<>();
        List<Finding> warnings = new ArrayList<>();
        int number = 0;
        for (String line : new String(script, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            if (line.startsWith("error")) {
                errors.add(new Finding(number, 1, line));
            } else if (line.startsWith("warning")) {
                warnings.add(new Finding(number, 1, line));
            }
        }
        return errors.isEmpty()
                ? new Compilation.Compiled(
                        (message, surroundings) ->
                                new Outcome(List.of(), Optional.empty(), List.of(), List.of()),
                        warnings)
                : new Compilation.Refused(errors);
    }

    @Override
    public List<String> extensions() {
        return List.of("fileinto", "enotify", "extlists");
    }
}
