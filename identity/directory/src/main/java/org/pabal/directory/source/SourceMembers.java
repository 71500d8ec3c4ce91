// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.source;

import java.util.Set;
import org.pabal.message.Address;

/// Who belongs to a group, by groups within it too.
///
/// @param group as it is called now
/// @param keys of those who are entries of the source, whether or not they are accounts; see {@link
///     SourceAccount#key}
/// @param addresses of those whom the group names by an address, which may lead anywhere
public record SourceMembers(SourceGroup group, Set<String> keys, Set<Address> addresses) {
    public SourceMembers {
        keys = Set.copyOf(keys);
        addresses = Set.copyOf(addresses);
    }
}
