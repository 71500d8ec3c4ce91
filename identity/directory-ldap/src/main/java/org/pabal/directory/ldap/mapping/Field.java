// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What is read of an entry; the settings may name another attribute for each.
public enum Field {
    /// Its primary address.
    MAIL,
    /// Its other addresses.
    ALIASES,
    /// A bare name, which the source's domain completes.
    UID,
    /// What people call it.
    NAME,
    LANGUAGE,
    QUOTA,
    QUOTA_MESSAGES,
    /// Whether it may be used.
    ENABLED,
    ROLE,
    /// The host that holds its mailboxes, alone or as the domain of an address.
    HOST,
    /// Where its mail goes instead.
    ROUTING,
    /// What stays the same when its names change.
    KEY,
    /// Its password's hash, where passwords are not tried by bind.
    PASSWORD,
    /// Who belongs to a group, by distinguished names.
    MEMBERS,
    /// Likewise by bare names: `memberUid` of RFC 2307.
    MEMBER_UIDS,
    /// Likewise by addresses: `rfc822MailMember`.
    MEMBER_ADDRESSES,
    /// What a group to which rights are given is called: an address, or a bare name.
    GROUP_NAME;

    private static final Set<Field> OF_GROUPS =
            EnumSet.of(MEMBERS, MEMBER_UIDS, MEMBER_ADDRESSES, GROUP_NAME);

    /// Whether only groups have it.
    public boolean isOfGroups() {
        return OF_GROUPS.contains(this);
    }

    /// As the settings write it.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Field> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }
}
