// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.util.Optional;
import org.pabal.message.Domain;

/// Seals what is redirected to other servers, so that they may believe what was found of it here.
/// RFC 8617. Safe for use by many threads.
@FunctionalInterface
public interface RedirectSeals {
    RedirectSeals NONE = (domain, found, section) -> Optional.empty();

    /// @param domain of the owner's address
    /// @param found what was found about the sender when the mail came; may be empty
    /// @param section the header section as it will stand below the seal
    /// @return empty when it is not to be sealed
    Optional<Seal> begin(Domain domain, String found, byte[] section);

    /// One message's seal, while its body goes by.
    interface Seal {
        void body(byte[] octets, int offset, int length);

        /// @return whole fields
        byte[] finish();
    }
}
