// SPDX-License-Identifier: Apache-2.0

/// What an open account knows of its mailboxes, in memory: immutable and shared between threads.
///
/// A mailbox's messages lie in pages of 128 consecutive UIDs. A change copies the pages it touches
/// and their directory; all else is shared with the state before, so that the difference of two
/// states is found by looking at the pages that are not the same object. One message takes some
/// 40 octets.
@NullMarked
package org.pabal.mailbox.state;

import org.jspecify.annotations.NullMarked;
