// SPDX-License-Identifier: Apache-2.0

/// What people teach the filter: models in the store, one that all share and one for each account that
/// has taught something.
///
/// **Who says what.** The mailbox store writes down, in the commit of the change itself, what a client
/// says by moving a message into or out of the mailbox for spam, or by marking it
/// ({@link org.pabal.mailbox.Correction}). {@link org.pabal.filter.learning.Learning} takes note of it
/// in the background, at its own pace.
///
/// **What lasts.** A message becomes features, which are not kept; what is kept is a record under their
/// digest: what they were learnt as, and what takes that back. So a message and its copies count once,
/// who changes their mind undoes it exactly, and a message that is gone changes nothing. The words that
/// were heard, the records and the changed model are one commit: after a crash all of it has happened,
/// or will happen.
///
/// **Networks and domains.** What a word changes in what is known of a message's sources is part of the
/// record, too, and kept in the same commit until it is counted: so it is counted once, and taken back
/// with the word.
///
/// **The shared model.** What people say goes there as votes, so many of one account and day, and what
/// most of them say of a text is learnt; an administrator's word counts alone. The votes wait in the
/// store and are counted together, so that the large model is written seldom.
///
/// **One writer.** All of this runs under one lock of one process: that of the server, or of a command
/// that works on the store while no server runs.
@NullMarked
package org.pabal.filter.learning;

import org.jspecify.annotations.NullMarked;
