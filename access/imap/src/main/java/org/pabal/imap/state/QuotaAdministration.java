// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.message.Address;

/// Where limits of accounts are kept: the directory, if it can be changed from here.
public interface QuotaAdministration {

    /// Sets both limits, empty for none; durable when it returns.
    ///
    /// @return one sentence why not; empty when it is done
    Optional<String> setQuota(Address account, OptionalLong octets, OptionalLong messages);
}
