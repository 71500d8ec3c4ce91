// SPDX-License-Identifier: Apache-2.0

/// The Sieve lab: what a script would do with mail that is here already.
///
/// A **trial** runs a script over a message and does nothing. An **application** runs it over a
/// mailbox and does what can be done with messages that lie there: they are filed elsewhere, copied,
/// flagged, or moved to Trash where they would have been discarded. What would leave the account
/// (redirect, vacation, notify, reject, programs) is never done.
///
/// An application is a **batch** that can be undone. What is about to happen to each message is
/// durable before it happens, by the message's id within the account and where mailboxes ended at
/// that moment, so that a batch that a crash cut short is undone like a whole one. Undoing looks for
/// the messages where the batch put them: what somebody has moved on or deleted since stays so.
@NullMarked
package org.pabal.mda.lab;

import org.jspecify.annotations.NullMarked;
