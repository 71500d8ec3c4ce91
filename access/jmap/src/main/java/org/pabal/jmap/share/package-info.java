// SPDX-License-Identifier: Apache-2.0

/// ShareNotification/*: what others have shared with somebody, or share no more. RFC 9670 §3.
///
/// The store notes each change of rights in the commit that makes it, over IMAP, JMAP or the command
/// line. From there it is taken over into the recipient's documents, whenever a client looks or
/// listens; both places change in one commit, so that nothing is told twice or lost.
@NullMarked
package org.pabal.jmap.share;

import org.jspecify.annotations.NullMarked;
