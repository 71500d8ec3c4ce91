// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.submission;

import java.util.Optional;
import org.pabal.jmap.JmapAccount;
import org.pabal.message.Address;

/// As whom somebody may send, by the ids that Identity/get gives. RFC 8621 §6.
@FunctionalInterface
public interface SenderIdentities {
    /// The address of an identity; empty for one that is not there.
    Optional<Address> address(JmapAccount account, String identityId);
}
