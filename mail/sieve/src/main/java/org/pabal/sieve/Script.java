// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

/// A compiled script. Immutable, safe for use by many threads.
public interface Script {

    Outcome run(SieveMessage message, Surroundings surroundings);

    /// The same, with each command and test that led to the outcome in {@link Outcome#decisions()}.
    default Outcome trace(SieveMessage message, Surroundings surroundings) {
        return run(message, surroundings);
    }
}
