// SPDX-License-Identifier: Apache-2.0

/// Signs what our people write, and keeps the keys for it. RFC 6376 §5.
///
/// Each domain has keys for RSA and for Ed25519, each with its own selector and its own life:
///
/// ```
///   prepared ----------------> signing ---------------> retired -----------> (forgotten)
///   its record is to be        its successor signs:     the last mail that it
///   published; seen in the     no mail is signed with   signed is long through and
///   DNS, then for as long as   it any more, its secret  its record has gone from
///   an older answer may be     is erased                the DNS
///   remembered
/// ```
///
/// A receiver may remember what it was told of a name for a while, also that there is nothing. So a
/// key that signs has had its record in the DNS for longer than that, and the record of one that has
/// signed is to stay until nobody asks for it. Each step is one commit; a crash between two leaves
/// the state before the second, from which the next check goes on. A key is in the store before its
/// record is shown to anybody.
///
/// A secret leaves the store only to sign, or by `pabal dkim export`.
@NullMarked
package org.pabal.mta.signing;

import org.jspecify.annotations.NullMarked;
