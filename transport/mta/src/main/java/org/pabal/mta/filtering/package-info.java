// SPDX-License-Identifier: Apache-2.0

/// From the content of a stranger's mail to what the spam filter says of each copy.
///
/// {@link org.pabal.mta.filtering.ArrivalFilter} puts itself around the examination by authentication:
/// it takes out the fields that a stranger writes in the filter's name, keeps the beginning of the
/// content in bounded memory, has it judged at the end, and says so on top of the mail, in the ledger
/// and to whoever files the copies. Of mail that a front hands on (Postfix, by LMTP) it is known what the
/// front says; such a mail is never refused, since the front would bounce it to a forged sender. What waits in the queue, or comes from another host of ours, is not
/// judged again: the fields on top say what was found. The filter's own failure is never a reason to
/// keep a mail out or to put it into Junk.
@NullMarked
package org.pabal.mta.filtering;

import org.jspecify.annotations.NullMarked;
