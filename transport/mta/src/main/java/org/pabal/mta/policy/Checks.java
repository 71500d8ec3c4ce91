// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The checks that a service has, in their order. Safe for use by many threads.
///
/// @param each begins a check's side of a connection
public record Checks(List<Supplier<SessionCheck>> each) {
    public static final Checks NONE = new Checks(List.of());

    public Checks {
        each = List.copyOf(each);
    }

    /// With one more behind them.
    public Checks and(Optional<Supplier<SessionCheck>> last) {
        List<Supplier<SessionCheck>> all = new ArrayList<>(each);
        last.ifPresent(all::add);
        return new Checks(all);
    }

    /// For one connection; nothing is begun before its first mail.
    public SessionChecks open() {
        return new SessionChecks(each);
    }
}
