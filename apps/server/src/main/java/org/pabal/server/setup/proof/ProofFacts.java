// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.util.Locale;
import java.util.Optional;
import org.pabal.message.Address;

/// What a proof looks at besides its mails.
public interface ProofFacts {
    /// The name by which this server greets.
    String hostname();

    SeenFromOutside outside();

    /// @param isRelay a smarthost takes it; else mail goes out by itself
    /// @param trouble what was said or happened; empty when the way is open
    /// @param isKnown whether anything could be tried
    record WayOut(boolean isRelay, Optional<String> trouble, boolean isKnown) {}

    WayOut wayOut(Address from);

    /// What clients would not like about the certificate; empty when it is good.
    Optional<String> certificateTrouble(Locale language);
}
