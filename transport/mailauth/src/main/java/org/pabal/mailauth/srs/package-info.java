// SPDX-License-Identifier: Apache-2.0

/// The Sender Rewriting Scheme: reverse-paths of forwarded mail, in a domain of ours, that lead back
/// to the original sender.
///
/// No RFC has it; the form is that of the programs in use, so that addresses of theirs are read and
/// theirs reads ours: `SRS0=HHHH=TT=domain=local@us` from the first forwarder,
/// `SRS1=HHHH=first-forwarder==HHHH=TT=domain=local@us` from any later one, who passes a bounce
/// straight to the first. `HHHH` is a keyed hash, without which anybody could have us relay
/// (THREATS D11); `TT` is the day, so that an address is of no use to those who find it later.
@NullMarked
package org.pabal.mailauth.srs;

import org.jspecify.annotations.NullMarked;
