// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which attributes a search wants to see. RFC 4511 §4.5.1.8, RFC 3673.
///
/// @param user `*`, or nothing said
/// @param operational `+`
/// @param named also those that it names
record Selection(boolean user, boolean operational, Set<AttributeType> named, boolean typesOnly) {

    static Selection of(List<String> names, boolean typesOnly) {
        Set<AttributeType> named = EnumSet.noneOf(AttributeType.class);
        names.forEach(name -> AttributeType.named(name).ifPresent(named::add));
        return new Selection(
                names.isEmpty() || names.contains("*"), names.contains("+"), named, typesOnly);
    }

    boolean has(AttributeType type) {
        return named.contains(type) || (type.isOperational() ? operational : user);
    }
}
