// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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
    /// Who belongs to a group.
    MEMBERS;

    /// As the settings write it.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Field> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }
}
