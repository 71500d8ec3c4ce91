// SPDX-License-Identifier: Apache-2.0

/// Our own accounts served over LDAP (RFC 4511), so that PAM, NSS, address books, other mail servers
/// and other hosts of ours use this server as their directory. Read-only but for passwords.
///
/// ```
/// dc=example,dc=org                       a domain
///   ou=People                             inetOrgPerson, inetLocalMailRecipient, pabalAccount
///     uid=bob                             and posixAccount, shadowAccount when numbers are set
///   ou=Groups                             groupOfNames or nisMailAlias, and pabalGroup
///     cn=team
/// cn=subschema                            what all this means (RFC 4512 §4.2)
/// ```
///
/// {@link org.pabal.directory.ldap.view.LdapSession} speaks with one client: a request is read whole
/// ({@link org.pabal.directory.ldap.view.PduReader}), checked for what could make decoding costly, and
/// answered before the next one is read. Entries are made when they are asked for, with what the
/// {@link org.pabal.directory.ldap.view.Viewer} may see: filters are judged on nothing else. A filter
/// that names an address, a user or a number is answered from the directory's own indexes; others look
/// at each entry, few at a time in the whole server, within limits of count and time.
@NullMarked
package org.pabal.directory.ldap.view;

import org.jspecify.annotations.NullMarked;
