// SPDX-License-Identifier: Apache-2.0

/// What accounts have submitted lately, on disk, version 1.
///
/// In the shared space `COUNTERS`. Key: `s` and the account's id, 8 octets. Value: the octet 1, the
/// version; then hours since 1970 (8 octets), the mails (4) and recipients (4) of that hour, days
/// since 1970 (8), the mails (4) and recipients (4) of that day. Numbers are big-endian. A value of
/// an hour or day that is over counts as nothing; it is overwritten by the account's next mail.
@NullMarked
package org.pabal.mta.submission.format.v1;

import org.jspecify.annotations.NullMarked;
