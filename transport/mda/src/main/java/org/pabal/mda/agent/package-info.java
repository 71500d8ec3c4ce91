// SPDX-License-Identifier: Apache-2.0

/// The delivery agent that runs scripts: RFC 5228 and its extensions, for each copy of a mail that is
/// for an account.
///
/// A copy goes through the administrator's scripts that come before, the account's own (or, where it
/// has none, the administrator's preset one), and those that come after. Each gets the message as the
/// one before has left it. The next is run as long as a script keeps the message, by itself or with
/// `keep`; where it is filed in the end is said by the last that was run. All other actions of all of
/// them are done. An error at run time leaves what the scripts before have said, puts the message into
/// INBOX and ends the sequence: RFC 5228 §2.10.6.
///
/// A decision is made of what they said: nothing is done here but making the mailboxes they ask for
/// and taking in the messages that are to be kept or sent. These last with the commit that does all
/// of it, so a crash before it leaves nothing but an empty mailbox.
@NullMarked
package org.pabal.mda.agent;

import org.jspecify.annotations.NullMarked;
