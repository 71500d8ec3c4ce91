// SPDX-License-Identifier: Apache-2.0

/// What entries of a directory mean: which filter finds an address, which attribute holds what, and
/// what becomes of the values. Nothing here talks to a server.
///
/// Filters and distinguished names are trees before a user's words come near them: a placeholder is
/// an assertion value, and what replaces it is one too. No text is ever put together and parsed, so
/// that `*)(uid=*` is a name that nobody has. RFC 4514, RFC 4515, THREATS L01.
@NullMarked
package org.pabal.directory.ldap.mapping;

import org.jspecify.annotations.NullMarked;
