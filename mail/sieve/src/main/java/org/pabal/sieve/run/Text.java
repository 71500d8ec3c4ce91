// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.Optional;

/// A string of a script, which may hold variables. RFC 5229 §3.
@FunctionalInterface
public interface Text {

    String value(Run run);

    /// Its value when it is the same in each run.
    default Optional<String> constant() {
        return Optional.empty();
    }

    static Text of(String value) {
        return new Constant(value, Optional.of(value));
    }

    record Constant(String value, Optional<String> constant) implements Text {
        @Override
        public String value(Run run) {
            return value;
        }
    }
}
