// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

/// A compiled command. Immutable.
@FunctionalInterface
public interface Command {

    void run(Run run);
}
