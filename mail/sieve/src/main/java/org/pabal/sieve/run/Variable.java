// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.run;

/// What a `${name}` stands for. RFC 5229 §3.
public sealed interface Variable {

    /// A variable that the script may set.
    sealed interface Settable extends Variable {}

    /// @param slot among those of the script that runs
    record Local(int slot) implements Settable {}

    /// @param slot among those that scripts share. RFC 6609 §3.4.3
    record Global(int slot) implements Settable {}

    /// What a wildcard or a group of the last match stands for. RFC 5229 §3.2.
    record Captured(int number) implements Variable {}

    /// `env.`, vnd.dovecot.environment.
    ///
    /// @param item in lower case; `_` may stand for the `-` that no name of a variable can hold
    record Environment(String item) implements Variable {}
}
