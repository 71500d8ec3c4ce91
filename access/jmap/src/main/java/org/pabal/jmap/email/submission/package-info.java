// SPDX-License-Identifier: Apache-2.0

/// EmailSubmission: sending an email that is stored already, and what became of it. RFC 8621 §7.
///
/// The mail goes the way of port 587 ({@link org.pabal.mta.submission.StoredSubmission}): a
/// submission's id is its mail's. What is kept here of it is written before the mail is promised and
/// tells nothing of its fate: that is read from the queue and the ledger, and noted when it has
/// changed. A record whose mail was never promised, because the server died in between, is removed
/// when it is next looked at.
@NullMarked
package org.pabal.jmap.email.submission;

import org.jspecify.annotations.NullMarked;
