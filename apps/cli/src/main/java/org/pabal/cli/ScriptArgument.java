// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// `--script FILE|NAME`: a file that is there, else the name of a script of the account.
final class ScriptArgument {
    private ScriptArgument() {}

    /// Puts `name`, and `script` for a file, among a call's arguments.
    ///
    /// @param script empty for none
    /// @return what is wrong, in one sentence
    static Optional<String> put(Map<String, Object> arguments, String script, PabalCommand pabal) {
        if (script.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(script);
        if (!Files.isRegularFile(file)) {
            arguments.put("name", script);
            return Optional.empty();
        }
        arguments.put("name", String.valueOf(file.getFileName()));
        try {
            arguments.put("script", Files.readString(file));
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(pabal.say("sieve.unreadable", script, unreadable.toString()));
        }
    }
}
