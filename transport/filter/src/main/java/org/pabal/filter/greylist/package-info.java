// SPDX-License-Identifier: Apache-2.0

/// Greylisting: who is new is asked to come again, who came again is remembered.
///
/// What waits is a triple of source, sender and recipient. A source is a network (/24, IPv6 /64) and,
/// for hosts that take turns, the domain whose SPF record names the host and the domain of the host's
/// own name. A triple that comes again after the wait passes from then on; a network, or a domain by
/// its SPF record, with two triples that did is not asked any more for two months.
///
/// {@link org.pabal.filter.greylist.Greylist} decides, {@link
/// org.pabal.filter.greylist.GreylistStore} remembers. What is remembered becomes durable a few
/// seconds later, many attempts in one commit: a crash in between has a client wait once more.
@NullMarked
package org.pabal.filter.greylist;

import org.jspecify.annotations.NullMarked;
