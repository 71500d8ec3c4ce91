// SPDX-License-Identifier: Apache-2.0

/// Whether the domain that a mail shows as its author vouches for it, and what that domain wishes to
/// become of mail that it does not vouch for. RFC 9989, which replaces RFC 7489 and RFC 9091.
///
/// What is found is a recommendation. Whoever receives mail weighs it with other knowledge: RFC 9989
/// §7.4 forbids to refuse mail for a published `reject` alone. The records of RFC 7489 are read as
/// RFC 9989 reads them; docs/adr/0009 says where the two differ and what follows.
///
/// Promises: no exception for any mail or record; at most {@link DmarcChecker#MAX_LOOKUPS} questions
/// to the DNS for a mail; trouble of the DNS is {@link DmarcResult#TEMPERROR}, never a failure.
@NullMarked
package org.pabal.mailauth.dmarc;

import org.jspecify.annotations.NullMarked;
