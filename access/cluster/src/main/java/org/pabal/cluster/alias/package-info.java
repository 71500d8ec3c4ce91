// SPDX-License-Identifier: Apache-2.0

/// The addresses that people make for themselves, on all hosts. The host where an account lives says what
/// they are ([org.pabal.directory.OwnAliases]); every host whose directory has the account as its own
/// keeps a copy, by which mail finds the way from there. An account that moves finds its addresses at the
/// new host, which has taken them before it took the account.
///
/// ```
///  home                                     each other host
///  somebody makes one  ── alias.keep ──>    whose name is it? a copy is kept
///  it is made
///  any change, or a minute  ── alias.heard ──>  the digest of all was heard last?
///                           ── alias.all ──>    copies become what the home says
/// ```
///
/// Nothing is written down of who has heard what: the digest of all that a home says tells whether the
/// other is up to date, after whatever has happened to either. A copy is changed only by the host that
/// the directory of whoever keeps it says is the account's home.
@NullMarked
package org.pabal.cluster.alias;

import org.jspecify.annotations.NullMarked;
