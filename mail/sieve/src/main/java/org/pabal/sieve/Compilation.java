// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.util.List;

/// What became of a script's text.
public sealed interface Compilation {

    /// @param warnings in the order of the text
    record Compiled(Script script, List<Finding> warnings) implements Compilation {
        public Compiled {
            warnings = List.copyOf(warnings);
        }
    }

    /// @param errors the first ones, in the order of the text, at least one
    record Refused(List<Finding> errors) implements Compilation {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
