// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.compile;

import java.util.Optional;
import org.pabal.sieve.Extension;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;

/// `require`. RFC 5228 §3.2.
public record Require() implements Command {

    /// `require <capabilities: string-list>`
    public static Require read(Arguments in) throws ScriptError {
        if (!in.scope().mayRequire()) {
            throw in.error("`require` must stand before all other commands");
        }
        for (String capability : in.constants("the list of extensions")) {
            require(in, capability);
        }
        in.end();
        return new Require();
    }

    private static void require(Arguments in, String capability) throws ScriptError {
        Optional<Extension> extension = Extension.named(capability);
        if (extension.isEmpty()) {
            throw in.error("there is no extension \"" + capability + "\"");
        }
        if (!in.config().extensions().contains(extension.get())) {
            throw in.error(ScriptScope.notEnabled(extension.get()));
        }
        extension
                .get()
                .successor()
                .ifPresent(successor ->
                        in.warn(
                                "\""
                                        + capability
                                        + "\" is an old name; new scripts require \""
                                        + successor.capability()
                                        + "\""));
        in.scope().require(extension.get());
    }

    @Override
    public void run(Run run) {}
}
