// SPDX-License-Identifier: Apache-2.0

/// What an account can ask about its mail of the last weeks without anybody looking through the ledger:
/// how many mails each rule of its script has acted on, and which of its further addresses mail came to.
///
/// Each delivery that has something to note leaves one small record in its own commit, under a key that
/// is made of the mail and the recipient: the same delivery done again is the same record. Every few
/// dozen of them are folded into one sum, in a commit that removes them; the sum remembers the last
/// deliveries that went into it, so that one which is done again after that counts once, too. A crash
/// at any point leaves notes, or the sum with them, and never both. Reading takes one scan that begins
/// with the sum.
@NullMarked
package org.pabal.mda.notes;

import org.jspecify.annotations.NullMarked;
