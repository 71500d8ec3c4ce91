// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.OptionalLong;
import org.pabal.message.Address;

/// An owner of mailboxes.
///
/// @param address its primary address in lookup form
/// @param displayName may be empty
/// @param language of what the server writes to its owner
/// @param quotaOctets empty for no limit
/// @param quotaMessages likewise
/// @param enabled false: no log-in, mail is refused with `5.2.1`
public record Account(
        AccountId id,
        Address address,
        String displayName,
        Language language,
        OptionalLong quotaOctets,
        OptionalLong quotaMessages,
        boolean enabled) {

    /// Without a limit of messages.
    public Account(
            AccountId id,
            Address address,
            String displayName,
            Language language,
            OptionalLong quotaOctets,
            boolean enabled) {
        this(id, address, displayName, language, quotaOctets, OptionalLong.empty(), enabled);
    }

    public Account withQuota(OptionalLong octets, OptionalLong messages) {
        return new Account(id, address, displayName, language, octets, messages, enabled);
    }
}
