// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.sieve.Script;
import org.pabal.sieve.Surroundings;

/// The world around a script in the lab: as when the mail arrives, but nothing is changed by it and
/// no program runs.
public interface LabWorld {

    /// All scripts that are run for the mail of an account, in order: the administrator's too.
    ///
    /// @param own the account's
    List<LabScript> scripts(Optional<Script> own);

    /// @param from the envelope's
    /// @param to the envelope's, one of the account's
    /// @param at when the mail arrives
    /// @param arrived when it did, for one that is here
    Surroundings around(
            Account account, ReversePath from, Address to, Instant at, Optional<Arrived> arrived);
}
