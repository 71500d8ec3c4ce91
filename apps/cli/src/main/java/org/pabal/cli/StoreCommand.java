// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.Map;
import picocli.CommandLine.Command;

/// `pabal store`: the health of what is kept.
@Command(name = "store")
final class StoreCommand {
    private final PabalCommand pabal;

    StoreCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    /// Reads everything and checks it. Refused (exit code 1) when something is not whole.
    @Command(name = "verify")
    int verify() {
        return pabal.run(
                "store.verify", Map.of(), (result, out) -> out.println(pabal.say("store.whole")));
    }
}
