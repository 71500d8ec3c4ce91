// SPDX-License-Identifier: Apache-2.0

/// What is remembered of the mail of before: to whom each account has written and whose mail it has
/// kept, how much spam came from which networks and domains, and which texts were called spam.
///
/// **Who is believed.** A sender is known only when the mail proves whose it is (DMARC, or SPF or DKIM
/// for the domain of its author); anybody can write a name.
///
/// **What lasts.** All of it is kept in memory, and what has changed is written every half minute: a
/// crash loses that. What people say of a message corrects what it has counted for its network and its
/// domain: such a correction is kept in the store with what is learnt, and its record goes in the commit
/// that writes what it has changed, so that it counts once. Networks and domains forget half of what they know every three weeks; texts that
/// were called spam are forgotten after 30 days, correspondents after two years.
@NullMarked
package org.pabal.filter.history;

import org.jspecify.annotations.NullMarked;
