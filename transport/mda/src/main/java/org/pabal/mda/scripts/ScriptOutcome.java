// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.util.List;
import org.pabal.sieve.Finding;

/// What became of a change of an account's scripts.
public sealed interface ScriptOutcome {
    ScriptOutcome DONE = new Done(List.of());

    /// Durable.
    ///
    /// @param warnings about a script that was put there
    record Done(List<Finding> warnings) implements ScriptOutcome {
        public Done {
            warnings = List.copyOf(warnings);
        }
    }

    /// The script does not compile.
    record Refused(List<Finding> errors) implements ScriptOutcome {
        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /// @param most of which the account may have so much
    record NoRoom(ScriptQuota.Resource resource, long most) implements ScriptOutcome {}

    record NoSuchScript() implements ScriptOutcome {}

    record AlreadyExists() implements ScriptOutcome {}

    /// The active script is not deleted. RFC 5804 §2.10.
    record IsActive() implements ScriptOutcome {}
}
