// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What an argument may hold. Each is one argument whatever it holds, since no shell reads it; but
/// many programs read a line end as the end of something. THREATS V10
final class ArgumentRules {
    private ArgumentRules() {}

    /// Why these cannot be given to a program.
    static Optional<String> objection(List<String> arguments, int maxOctets) {
        long octets = 0;
        for (String argument : arguments) {
            if (argument.indexOf('\0') >= 0
                    || argument.indexOf('\r') >= 0
                    || argument.indexOf('\n') >= 0) {
                return Optional.of("an argument has a line end or NUL in it");
            }
            octets += argument.getBytes(StandardCharsets.UTF_8).length + 1;
        }
        return octets > maxOctets
                ? Optional.of("the arguments have more than " + maxOctets + " octets")
                : Optional.empty();
    }
}
