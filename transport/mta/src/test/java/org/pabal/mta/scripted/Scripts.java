// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.scripted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.pabal.mda.agent.AdministratorScripts;
import org.pabal.mda.agent.ScriptFile;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Script;

/// Scripts of the administrator, without a text that matters.
final class Scripts {
    private Scripts() {}

    static AdministratorScripts around(Script before, Script after, InstantSource clock) {
        return new AdministratorScripts(
                List.of(file(before, clock)), Optional.empty(), List.of(file(after, clock)));
    }

    private static ScriptFile file(Script script, InstantSource clock) {
        try {
            Path file = Files.createTempFile("administrator", ".sieve");
            file.toFile().deleteOnExit();
            return new ScriptFile(file, _ -> new Compilation.Compiled(script, List.of()), clock);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        } catch (ScriptFile.Unusable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
