// SPDX-License-Identifier: Apache-2.0

/// Which emails an Email/query finds, in which order. RFC 8621 §4.4.
///
/// A filter is asked of each email as far as the account's snapshot goes, which makes no object; what
/// that leaves open is asked of the stored records, and what these leave open of the messages
/// themselves. So a list of a mailbox costs as much as looking at numbers.
@NullMarked
package org.pabal.jmap.email.query;

import org.jspecify.annotations.NullMarked;
