// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.Optional;

/// What the variables of a script are called.
@FunctionalInterface
public interface Names {
    /// A script without variables.
    Names NONE = name -> Optional.empty();

    /// @param name as written between `${` and `}`
    /// @return empty when it is no variable, and stands for itself
    Optional<Variable> variable(String name);
}
