// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.Map;
import picocli.CommandLine.Command;

/// `pabal srs`: return addresses of forwarded mail.
@Command(name = "srs")
final class SrsCommand {
    private final PabalCommand pabal;

    SrsCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "rotate")
    int rotate() {
        return pabal.run(
                "srs.rotate",
                Map.of(),
                (result, out) ->
                        out.println(pabal.say("srs.rotated", result.path("secrets").asInt() - 1)));
    }
}
