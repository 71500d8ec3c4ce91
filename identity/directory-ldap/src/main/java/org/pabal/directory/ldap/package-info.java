// SPDX-License-Identifier: Apache-2.0

/// A directory that other programs keep, asked by LDAP: {@link org.pabal.directory.ldap.LdapSource}.
/// RFC 4511, RFC 4513, RFC 4515.
///
/// `connection` speaks to servers, `mapping` knows what entries mean; here stands what is asked: for
/// an address, for the members of a group, whether a password is right, to change it.
@NullMarked
package org.pabal.directory.ldap;

import org.jspecify.annotations.NullMarked;
