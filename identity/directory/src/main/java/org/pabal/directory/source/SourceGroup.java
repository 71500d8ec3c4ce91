// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.source;

import org.pabal.message.Address;

/// A group as a source knows it, to which rights can be given.
///
/// @param key what stays the same when its name changes (LDAP's entryUUID): whoever has the same key
///     has the same rights
/// @param address its name in lookup form: an address, or a bare name that the source's domain has
///     completed
/// @param takesMail whether the name is an address to which mail can be sent
public record SourceGroup(String key, Address address, boolean takesMail) {}
