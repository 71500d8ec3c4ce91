// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import java.util.List;

/// Entries that stand for several people.
///
/// @param filter finds those of an address
/// @param form how they say who is meant
/// @param attributes that hold it; none for {@link Form#BACK_LINKS}
public record GroupRule(FilterTemplate filter, Form form, List<String> attributes) {

    /// How a group says who belongs to it.
    public enum Form {
        /// By distinguished names: `member`.
        NAMES,
        /// By addresses: `rfc822MailMember`.
        ADDRESSES,
        /// Not at all: the filter finds the members, who name the group.
        BACK_LINKS
    }

    public GroupRule {
        attributes = List.copyOf(attributes);
    }
}
