// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Action;
import org.pabal.sieve.Finding;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Script;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings;

/// A script that compiled when it was put there and does so no more, as when an extension has been
/// disabled. Each run fails: mail is kept, and the owner told. RFC 5228 §2.10.6.
record BrokenScript(Finding error) implements Script {

    @Override
    public Outcome run(SieveMessage message, Surroundings surroundings) {
        return new Outcome(
                List.of(new Action.Keep(message, Optional.empty(), true)),
                Optional.of(error),
                List.of(),
                List.of());
    }
}
