// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Instant;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.sieve.Surroundings;

/// The world around a script in the lab: as when the mail arrives, but nothing is changed by it and
/// no program runs.
@FunctionalInterface
public interface LabWorld {

    /// @param from the envelope's
    /// @param to the envelope's, one of the account's
    /// @param at when the mail arrives
    Surroundings around(Account account, ReversePath from, Address to, Instant at);
}
