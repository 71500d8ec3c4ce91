// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.editheader;

import java.util.Locale;
import java.util.Set;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.run.Run;

/// Which fields scripts leave alone: what they would do to them is not done, without an error.
///
/// Loops of mail are found by Received and by the field that redirects leave, and automatic answers
/// hold back where there is Auto-Submitted: none of these can be deleted (RFC 5293 §6, THREATS V07).
/// An administrator may protect others from both commands.
///
/// @param others in lower case
record ProtectedFields(Set<String> others) {
    private static final Set<String> NEVER_DELETED =
            Set.of("received", "auto-submitted", "x-sieve-redirected-from");

    static ProtectedFields of(Arguments in) {
        return new ProtectedFields(in.config().protectedFields());
    }

    boolean fromAdding(String name) {
        return others.contains(name.toLowerCase(Locale.ROOT));
    }

    boolean fromDeleting(String name) {
        return fromAdding(name) || NEVER_DELETED.contains(name.toLowerCase(Locale.ROOT));
    }

    static void warn(Arguments in, String command, String name) {
        in.warn("the field \"" + name + "\" is protected: `" + command + "` leaves it alone");
    }

    static void log(Run run, String command, String name) {
        run.log(command + ": the field \"" + name + "\" is protected and was left alone");
    }
}
