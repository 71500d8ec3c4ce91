// SPDX-License-Identifier: Apache-2.0

/// Whether outbound mail can leave: the smarthosts' opinion of our senders, asked before a mail is
/// promised, and the way to mail exchangers by port 25, per address family.
///
/// Nothing is contacted that the operator did not cause: smarthosts of the settings, and hosts that
/// real mail was for. What was learnt is kept in memory only and learnt again after a start.
@NullMarked
package org.pabal.mta.relay;

import org.jspecify.annotations.NullMarked;
