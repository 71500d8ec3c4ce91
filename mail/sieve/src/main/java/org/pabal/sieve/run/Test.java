// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

import java.util.Optional;

/// A compiled test. Immutable.
@FunctionalInterface
public interface Test {

    boolean holds(Run run);

    /// The answer when it is known before any message is there: what then is never run need not
    /// be understood. RFC 5463 §4.
    default Optional<Boolean> known() {
        return Optional.empty();
    }
}
